namespace Hub.Customers;

/// <summary>What consent is about: the categories of templates, and the replies of the open window.</summary>
internal static class ConsentCategories
{
    /// <summary>The category on which STOP and START decide.</summary>
    public const string Marketing = "marketing";

    /// <summary>Templates about something that the person has bought or asked for.</summary>
    public const string Utility = "utility";

    /// <summary>Templates with a one-time code.</summary>
    public const string Authentication = "authentication";

    /// <summary>Free-form messages while the window is open.</summary>
    public const string Replies = "replies";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Marketing, Utility, Authentication, Replies];

    /// <summary>The category of consent that a template of that category needs: one that is not known to be anything else counts as marketing.</summary>
    public static string Of(string templateCategory) => templateCategory is Utility or Authentication ? templateCategory : Marketing;
}
