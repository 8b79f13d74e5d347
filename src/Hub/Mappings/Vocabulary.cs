namespace Hub.Mappings;

/// <summary>The words of version 1 of the mapping language.</summary>
internal static class Vocabulary
{
    /// <summary>The keys of a file.</summary>
    public static IReadOnlyList<string> FileKeys { get; } = ["language", "name", "vars", "links", "state", "routes"];

    /// <summary>The keys of a link.</summary>
    public static IReadOnlyList<string> LinkKeys { get; } = ["left", "right", "one_per", "reopen"];

    /// <summary>The keys of a state variable.</summary>
    public static IReadOnlyList<string> StateKeys { get; } = ["of", "type", "for"];

    /// <summary>The keys of a route.</summary>
    public static IReadOnlyList<string> RouteKeys { get; } =
    [
        "id", "on", "after", "outcome", "connection", "via", "find", "each", "if", "let", "once", "at", "max_late", "max_age", "slot", "release_if", "cancel",
        "unlink", "link", "set", "read", "when", "do", "with", "outside_window", "hours", "limit", "lane", "late",
    ];

    /// <summary>Keys that later versions of the language will have, and what to write until then.</summary>
    public static IReadOnlyDictionary<string, string> Reserved { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["gather"] = "Until then each event makes a command of its own; a slot keeps only the newest.",
        ["sequence"] = "Until then write one route a step, each with at and a slot, and cancel the slots.",
        ["dialogs"] = "Until then keep what was asked in state, and write one route a question.",
        ["syncs"] = "Until then write one route a direction.",
        ["split"] = "Until then write one route a branch, each with its own if.",
        ["include"] = "Until then repeat what is shared; links, state and slots reach across the files of a folder.",
    };


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
