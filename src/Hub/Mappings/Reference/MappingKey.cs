namespace Hub.Mappings.Reference;

/// <summary>When a key's value is looked at.</summary>
internal enum KeyMoment
{
    /// <summary>When the file is loaded: it is constant.</summary>
    Load,

    /// <summary>When the event is processed, from the event and the hub's own state.</summary>
    Processing,

    /// <summary>When the command is due.</summary>
    Delivery,

    /// <summary>When the action has succeeded.</summary>
    Success,
}

/// <summary>What a key takes: a closed set.</summary>
internal abstract record KeyForm
{
    private KeyForm()
    {
    }

    /// <summary>A constant text.</summary>
    public sealed record Constant : KeyForm;

    /// <summary>CEL without braces, true or false.</summary>
    public sealed record Condition : KeyForm;

    /// <summary>Text with <c>${…}</c>; exactly one keeps its type.</summary>
    public sealed record Expression : KeyForm;

    /// <summary>A span of time such as 90s, 5m, 24h, 7d.</summary>
    public sealed record Span : KeyForm;

    /// <summary>True or false.</summary>
    public sealed record Flag : KeyForm;

    /// <summary>Null.</summary>
    public sealed record Nothing : KeyForm;

    /// <summary>A whole number.</summary>
    public sealed record Number : KeyForm;

    /// <summary>One of some words.</summary>
    /// <param name="Words">The words.</param>
    public sealed record Choice(IReadOnlyList<string> Words) : KeyForm;

    /// <summary>The name of something that connectors offer.</summary>
    /// <param name="What">What it is the name of.</param>
    public sealed record NameOf(Offered What) : KeyForm;

    /// <summary>The input of the action or query that stands beside it.</summary>
    public sealed record Input : KeyForm;

    /// <summary>A map with keys of its own.</summary>
    /// <param name="Of">The keys.</param>
    public sealed record Keys(IReadOnlyList<MappingKey> Of) : KeyForm;

    /// <summary>Names of the writer's own, each with a value.</summary>
    /// <param name="Value">What stands under each name.</param>
    public sealed record Named(KeyForm Value) : KeyForm;

    /// <summary>A list.</summary>
    /// <param name="Item">What its elements are.</param>
    public sealed record ListOf(KeyForm Item) : KeyForm;

    /// <summary>One of several.</summary>
    /// <param name="Forms">The forms.</param>
    public sealed record Either(params IReadOnlyList<KeyForm> Forms) : KeyForm;
}

/// <summary>What connectors offer by name.</summary>
internal enum Offered
{
    /// <summary>Event types.</summary>
    Event,

    /// <summary>Actions.</summary>
    Action,

    /// <summary>Queries.</summary>
    Query,

    /// <summary>Objects that a link may join.</summary>
    Object,

    /// <summary>Outcomes of commands, and <c>failed</c>.</summary>
    Outcome,
}

/// <summary>One key of the mapping language.</summary>
/// <param name="Name">The key as written.</param>
/// <param name="Moment">When its value is looked at.</param>
/// <param name="Form">What it takes.</param>
/// <param name="Description">What it does, as the reference and editors show it.</param>
internal sealed record MappingKey(string Name, KeyMoment Moment, KeyForm Form, string Description)
{
    /// <summary>Whether a map without it is wrong.</summary>
    public bool IsRequired { get; init; }
}
