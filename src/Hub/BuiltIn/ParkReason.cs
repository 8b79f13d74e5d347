namespace Hub.BuiltIn;

/// <summary>Why a command is parked, as a short code: what is written, and what <c>hub.command.parked</c> may say.</summary>
internal static class ParkReason
{
    /// <summary>The vendor said no.</summary>
    public const string Rejected = "rejected";

    /// <summary>The vendor did not work at any of the attempts.</summary>
    public const string Transient = "transient";

    /// <summary>Somebody else changed the record at each of the attempts.</summary>
    public const string Conflict = "conflict";

    /// <summary>Whether it happened is not known, and nobody can find out: a replay could double it.</summary>
    public const string Unknown = "unknown";

    /// <summary>No answer came at any of the attempts; a replay finds out, or does no harm.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>What it needs was not made.</summary>
    public const string Dependency = "dependency";

    /// <summary>It failed three times inside the hub.</summary>
    public const string Poison = "poison";

    /// <summary>An expression of its route failed.</summary>
    public const string RouteFailed = "route_failed";

    /// <summary>Its connection is not configured any more.</summary>
    public const string NoConnection = "no_connection";

    /// <summary>Its calendar is not configured any more.</summary>
    public const string NoCalendar = "no_calendar";
}
