namespace Hub.Mappings;

/// <summary>The words of version 1 of the mapping language.</summary>
internal static class Vocabulary
{
    /// <summary>The keys of a file.</summary>
    public static IReadOnlyList<string> FileKeys { get; } = ["language", "name", "vars", "links", "routes"];

    /// <summary>The keys of a link.</summary>
    public static IReadOnlyList<string> LinkKeys { get; } = ["left", "right", "one_per", "reopen"];

    /// <summary>The keys of a route.</summary>
    public static IReadOnlyList<string> RouteKeys { get; } =
    [
        "id", "on", "after", "outcome", "connection", "via", "find", "each", "if", "let", "once", "at", "max_late", "max_age", "slot", "release_if", "cancel",
        "unlink", "link", "read", "when", "do", "with", "outside_window", "hours", "limit", "lane", "late",
    ];

    /// <summary>Keys that later versions of the language will have.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["gather", "sequence", "dialogs", "syncs", "split", "include"];

    /// <summary>Keys of version 1 that this version of the hub does not carry out.</summary>
    public static IReadOnlyList<string> NotYet { get; } = ["state", "set"];

    /// <summary>The keys of <c>limit</c>.</summary>
    public static IReadOnlyList<string> LimitKeys { get; } = ["count", "per", "in", "over"];

    /// <summary>What a command can come to; <c>failed</c> in a file means all but the first.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
    [
        "done", "no_whatsapp", "window_closed", "opted_out", "capped", "too_late", "target_closed", "refused", "rejected", "parked", "unknown",
    ];

    /// <summary>The most routes that may follow one another by <c>after</c>.</summary>
    public const int LongestChain = 8;
}
