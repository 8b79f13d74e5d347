using Hub.Mappings.Reference;

namespace Hub.Mappings;

/// <summary>The words of version 1 of the mapping language.</summary>
internal static class Vocabulary
{
    /// <summary>The keys of a file.</summary>
    public static IReadOnlyList<string> FileKeys { get; } = MappingKeys.NamesOf(MappingKeys.File);

    /// <summary>The keys of a link.</summary>
    public static IReadOnlyList<string> LinkKeys { get; } = MappingKeys.NamesOf(MappingKeys.Link);

    /// <summary>The keys of a state variable.</summary>
    public static IReadOnlyList<string> StateKeys { get; } = MappingKeys.NamesOf(MappingKeys.State);

    /// <summary>The keys of a route.</summary>
    public static IReadOnlyList<string> RouteKeys { get; } = MappingKeys.NamesOf(MappingKeys.Route);

    /// <summary>Words that other systems use for a key.</summary>
    public static IReadOnlyDictionary<string, string> OtherWords { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["trigger"] = "on",
        ["event"] = "on",
        ["events"] = "on",
        ["source"] = "on",
        ["actions"] = "do",
        ["action"] = "do",
        ["then"] = "do",
        ["send"] = "do",
        ["run"] = "do",
        ["uses"] = "do",
        ["service"] = "do",
        ["input"] = "with",
        ["inputs"] = "with",
        ["params"] = "with",
        ["parameters"] = "with",
        ["args"] = "with",
        ["condition"] = "if",
        ["conditions"] = "if",
        ["only_if"] = "if",
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
        ["name"] = "id",
        ["label"] = "id",
        ["version"] = "language",
    };

    private const string Result = "What an action gives back is result in a route that follows it: after: this-route, outcome: [done]. What is looked up is named under read.";
    private const string Clock = "Routes run on events, and at says when the command is due: at: ${now + duration(\"24h\")}.";
    private const string Retries = "The hub tries again by itself, and Hub:RetrySchedule in the settings says when. Remove it.";
    private const string Otherwise = "Write a route of its own with the opposite if.";
    private const string Remark = "Write it as a comment, behind #.";
    private const string InForce = "A route of a file in the folder is in force. Remove it, or hold what it sends by hub pause and its id.";
    private const string Stop = "Every route runs whose on and if hold. Write the opposite if in those that should not.";
    private const string Rate = "How often something goes is a limit, such as limit: {count: 1, per: customer, in: 24h, over: drop}; of what waits under one slot only the newest goes.";
    private const string AfterFailure = "What is to follow a failure is a route of its own, with after: this-route and outcome: [failed].";
    private const string Input = "It is no input of this action either; an action's input stands under with.";

    /// <summary>Keys that other systems have in a route and this language has not, and what to write.</summary>
    public static IReadOnlyDictionary<string, string> Elsewhere { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["as"] = Result,
        ["save"] = Result,
        ["save_as"] = Result,
        ["store"] = Result,
        ["output"] = Result,
        ["register"] = Result,
        ["in"] = Clock,
        ["after_delay"] = Clock,
        ["every"] = Clock,
        ["cron"] = Clock,
        ["interval"] = Clock,
        ["schedule"] = Clock,
        ["timeout"] = "How old the event may be is max_age: 24h, and how late a timed command may be max_late: 1h.",
        ["retry"] = Retries,
        ["retries"] = Retries,
        ["else"] = Otherwise,
        ["otherwise"] = Otherwise,
        ["elif"] = Otherwise,
        ["switch"] = "Write a route for each case, each with its own if.",
        ["unless"] = "Write if: !(…) with the condition in the brackets.",
        ["description"] = Remark,
        ["comment"] = Remark,
        ["notes"] = Remark,
        ["alias"] = "A route is called by its id. What else is to be said of it is a comment, behind #.",
        ["enabled"] = InForce,
        ["disabled"] = InForce,
        ["active"] = InForce,
        ["stop"] = Stop,
        ["break"] = Stop,
        ["exit"] = Stop,
        ["continue"] = Stop,
        ["mode"] = Rate,
        ["throttle"] = Rate,
        ["debounce"] = Rate,
        ["continue_on_error"] = $"Routes do not wait for one another. Remove it. {AfterFailure}",
        ["on_failure"] = AfterFailure,
        ["on_error"] = AfterFailure,
        ["to"] = Input,
        ["text"] = Input,
        ["template"] = Input,
    };

    /// <summary>Words that other systems use for an action's input; some actions have an input of that name.</summary>
    public static IReadOnlySet<string> WordsForInput { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "fields", "field_mapping", "mapping", "map", "data", "payload", "values", "properties", "body" };

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
    public static IReadOnlyList<string> LimitKeys { get; } = MappingKeys.NamesOf(MappingKeys.Limit);

    /// <summary>What a command can come to; <c>failed</c> in a file means all but the first.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
    [
        "done", "no_whatsapp", "window_closed", "opted_out", "capped", "too_late", "target_closed", "refused", "rejected", "parked", "unknown",
    ];

    /// <summary>The most routes that may follow one another by <c>after</c>.</summary>
    public const int LongestChain = 8;
}
