namespace Hub.BuiltIn;

/// <summary>Why a command ended without effect, as a short code.</summary>
internal static class RefuseReason
{
    /// <summary>Its <c>once</c> key is used.</summary>
    public const string Once = "once";

    /// <summary>Its event is older than <c>max_age</c>.</summary>
    public const string Expired = "expired";

    /// <summary>Its time had passed by more than <c>max_late</c>.</summary>
    public const string TooLate = "too_late";

    /// <summary>Only test numbers are sent to, and the person's is none.</summary>
    public const string NotOnTestList = "not_on_test_list";

    /// <summary>The template is not approved, paused, or takes other parameters.</summary>
    public const string TemplateUnavailable = "template_unavailable";

    /// <summary>There is no address to send to.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The person wants no such messages.</summary>
    public const string OptedOut = "opted_out";

    /// <summary>Free text outside the window.</summary>
    public const string WindowClosed = "window_closed";

    /// <summary>Its calendar does not open any more.</summary>
    public const string OutOfHours = "out_of_hours";

    /// <summary>Its limit is used up.</summary>
    public const string Capped = "capped";

    /// <summary>How the reason begins where a required input was empty.</summary>
    public const string EmptyParameter = "empty_parameter";
}

/// <summary>Why a command was cancelled, as a short code.</summary>
internal static class CancelReason
{
    /// <summary>Its slot keeps the older one, which is there.</summary>
    public const string SlotTaken = "slot_taken";

    /// <summary>A newer one took its slot.</summary>
    public const string SlotReplaced = "slot_replaced";

    /// <summary><c>cancel</c> or <c>release_if</c> emptied its slot.</summary>
    public const string SlotCancelled = "slot_cancelled";

    /// <summary>A newer one waits under its limit.</summary>
    public const string Replaced = "replaced";

    /// <summary><c>when</c> was false.</summary>
    public const string NotWanted = "not_wanted";

    /// <summary>The link that it was to make is there.</summary>
    public const string LinkExists = "link_exists";

    /// <summary>It was parked, and replayed as the mapping files in force make it: another one took its place.</summary>
    public const string Remade = "remade";
}
