using Hub.Mappings.Reference;

namespace Hub.Mappings;

/// <summary>The words of version 1 of the mapping language.</summary>
internal static class Vocabulary
{
    /// <summary>Keys of version 1 that this version of the hub does not carry out.</summary>
    public static IReadOnlyList<string> NotYet { get; } = ["state", "set", "hours", "limit", "calendars"];

    /// <summary>The keys of a file.</summary>
    public static IReadOnlyList<string> FileKeys { get; } = MappingKeys.NamesOf(MappingKeys.File);

    /// <summary>The keys of a link.</summary>
    public static IReadOnlyList<string> LinkKeys { get; } = MappingKeys.NamesOf(MappingKeys.Link);

    /// <summary>The keys of a route.</summary>
    public static IReadOnlyList<string> RouteKeys { get; } = MappingKeys.NamesOf(MappingKeys.Route);

    /// <summary>Words that other systems use for a key.</summary>
    public static IReadOnlyDictionary<string, string> OtherWords { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["trigger"] = "on",
        ["event"] = "on",
        ["events"] = "on",
        ["action"] = "do",
        ["then"] = "do",
        ["send"] = "do",
        ["run"] = "do",
        ["input"] = "with",
        ["inputs"] = "with",
        ["params"] = "with",
        ["parameters"] = "with",
        ["args"] = "with",
        ["condition"] = "if",
        ["filter"] = "if",
        ["where"] = "if",
        ["foreach"] = "each",
        ["for_each"] = "each",
        ["loop"] = "each",
        ["variables"] = "let",
        ["set_variables"] = "let",
        ["dedupe"] = "once",
        ["unique"] = "once",
        ["delay"] = "at",
        ["wait"] = "at",
        ["rules"] = "routes",
        ["mappings"] = "routes",
        ["workflows"] = "routes",
        ["relations"] = "links",
        ["constants"] = "vars",
        ["title"] = "name",
        ["version"] = "language",
    };

    /// <summary>Keys that later versions of the language will have.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["gather", "sequence", "dialogs", "syncs", "split", "include"];

    /// <summary>Functions of version 1 that need calendars, which this version of the hub does not have.</summary>
    public static IReadOnlyList<string> FunctionsNotYet { get; } = ["is_open", "add_open"];

    /// <summary>What a command can come to; <c>failed</c> in a file means all but the first.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
    [
        "done", "no_whatsapp", "window_closed", "opted_out", "capped", "too_late", "target_closed", "refused", "rejected", "parked", "unknown",
    ];

    /// <summary>The most routes that may follow one another by <c>after</c>.</summary>
    public const int LongestChain = 8;
}
