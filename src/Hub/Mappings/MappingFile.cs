using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>A mapping file as written: its structure is right, its values are not yet understood.</summary>
internal sealed record MappingFile(string File, Problems Problems, IReadOnlyList<YamlEntry> Vars, IReadOnlyList<LinkSource> Links, IReadOnlyList<RouteSource> Routes)
{
    /// <summary>The state variables that it declares.</summary>
    public IReadOnlyList<StateSource> State { get; init; } = [];
}

/// <summary>A state variable as written.</summary>
internal sealed record StateSource(YamlScalar Name, YamlScalar Of, YamlScalar Type, TimeSpan For);

/// <summary>A link as written.</summary>
internal sealed record LinkSource(YamlScalar Name, YamlScalar Left, YamlScalar Right, TimeSpan Reopen);

/// <summary>A route as written.</summary>
internal sealed record RouteSource
{
    /// <summary>The most characters of an id.</summary>
    public const int LongestId = 100;

    public required YamlMap At { get; init; }
    public required YamlScalar Id { get; init; }

    /// <summary>Keys that a route does not have.</summary>
    public IReadOnlyList<YamlEntry> Strangers { get; init; } = [];

    /// <summary>Whether a key is there, even where its value is wrong and therefore missing here.</summary>
    public required Func<string, bool> Has { get; init; }
    public IReadOnlyList<YamlScalar> On { get; init; } = [];
    public YamlScalar? After { get; init; }
    public IReadOnlyList<YamlScalar> Outcome { get; init; } = [];
    public YamlScalar? Connection { get; init; }
    public YamlScalar? Via { get; init; }
    public YamlScalar? If { get; init; }
    public IReadOnlyList<YamlEntry> Let { get; init; } = [];
    public YamlScalar? Each { get; init; }
    public FindSource? Find { get; init; }
    public YamlScalar? Once { get; init; }
    public YamlScalar? AtTime { get; init; }
    public YamlScalar? MaxLate { get; init; }
    public YamlScalar? MaxAge { get; init; }
    public SlotSource? Slot { get; init; }
    public YamlScalar? ReleaseIf { get; init; }
    public IReadOnlyList<YamlScalar> Cancel { get; init; } = [];
    public YamlScalar? Unlink { get; init; }
    public YamlEntry? Link { get; init; }
    public IReadOnlyList<YamlEntry> Set { get; init; } = [];
    public IReadOnlyList<ReadSource> Read { get; init; } = [];
    public YamlScalar? When { get; init; }
    public YamlScalar? Do { get; init; }
    public YamlMap? With { get; init; }
    public OutsideWindowSource? OutsideWindow { get; init; }
    public YamlScalar? Hours { get; init; }
    public LimitSource? Limit { get; init; }
    public YamlScalar? Lane { get; init; }
    public YamlScalar? Late { get; init; }

    /// <summary>Whether a text may be an id: it stands in lists, in the log, in calls of the command line and in keys.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= LongestId && char.IsLetterOrDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.');
}

/// <summary><c>find</c> as written: a link's name, or a customer's phone.</summary>
internal sealed record FindSource(YamlNode At, YamlScalar? Link, YamlScalar? CustomerPhone, YamlScalar? OnMultiple);

/// <summary><c>limit</c> as written.</summary>
internal sealed record LimitSource(YamlMap At, YamlScalar Count, YamlScalar Per, YamlScalar In, YamlScalar? Over);

/// <summary><c>slot</c> as written.</summary>
internal sealed record SlotSource(YamlScalar Key, YamlScalar? Keep);

/// <summary>One look-up of <c>read</c> as written.</summary>
internal sealed record ReadSource(YamlScalar Name, YamlScalar Query, YamlMap? With, YamlScalar? Via);

/// <summary><c>outside_window</c> as written: the template's input beside the hub's own two keys.</summary>
internal sealed record OutsideWindowSource(YamlMap At, YamlMap Input, YamlScalar? OncePer, YamlScalar? Keep);
