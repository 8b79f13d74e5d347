using System.Text.Json;

namespace Hub.Mappings.Explaining;

/// <summary>What the routes made of one event, and why.</summary>
internal sealed record Explanation
{
    /// <summary>The stored event's id; null for one that was read from a file.</summary>
    public string? Id { get; init; }

    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>The connection that it came by.</summary>
    public required string Connection { get; init; }

    /// <summary>The vendor's time.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>The stored event's state; null for one from a file.</summary>
    public string? State { get; init; }

    /// <summary>Why it is noop or parked.</summary>
    public string? Reason { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>The hash of the mapping files that it was explained with.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What is worth knowing besides, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The routes that looked at it, and those that followed them, in order.</summary>
    public IReadOnlyList<RouteExplanation> Routes { get; init; } = [];
}

/// <summary>What one route made of an event.</summary>
internal sealed record RouteExplanation
{
    /// <summary>The mapping file.</summary>
    public required string File { get; init; }

    /// <summary>The line where the route's id stands.</summary>
    public required int Line { get; init; }

    /// <summary>The route's id.</summary>
    public required string Route { get; init; }

    /// <summary>For a route that follows another one: that route and the outcome, as <c>shipped: done</c>.</summary>
    public string? After { get; init; }

    /// <summary><c>matched</c>, <c>not_matched</c>, <c>failed</c>, or <c>not_asked</c> where the event came by a connection that the route does not take.</summary>
    public required string Outcome { get; init; }

    /// <summary>One sentence, where the outcome does not say everything.</summary>
    public string? Note { get; init; }

    /// <summary>What <c>if</c> gave: once, or for each item.</summary>
    public IReadOnlyList<LookExplanation> Looks { get; init; } = [];

    /// <summary>The expression that failed, with its place and message.</summary>
    public RouteFailure? Failure { get; init; }

    /// <summary>The slots that it emptied.</summary>
    public IReadOnlyList<string> Cancelled { get; init; } = [];

    /// <summary>The link that it ended.</summary>
    public string? Unlinked { get; init; }

    /// <summary>The commands that it made.</summary>
    public IReadOnlyList<CommandExplanation> Commands { get; init; } = [];
}

/// <summary>What <c>if</c> gave.</summary>
/// <param name="Item">The index under <c>each</c>; null without.</param>
/// <param name="Result"><c>true</c>, <c>false</c> or <c>error: …</c>.</param>
/// <param name="Parts">What its parts gave: each side of <c>&amp;&amp;</c>.</param>
internal sealed record LookExplanation(int? Item, string Result, IReadOnlyList<PartExplanation> Parts);

/// <summary>What a part of a condition gave.</summary>
/// <param name="Text">The part as written.</param>
/// <param name="Result"><c>true</c>, <c>false</c>, <c>error: …</c>, or <c>not looked at</c> where an earlier part had decided already.</param>
/// <param name="Fields">The fields that it read.</param>
/// <param name="Parts">The parts inside, where it is made of several conditions.</param>
internal sealed record PartExplanation(string Text, string Result, IReadOnlyList<FieldValue> Fields, IReadOnlyList<PartExplanation> Parts);

/// <summary>A field and what stood there.</summary>
/// <param name="Field">Its path, as <c>event.order.name</c>.</param>
/// <param name="Value">What stood there; null where nothing did or where it is not known.</param>
/// <param name="IsKnown">Whether the value is known; it is not where the expression is evaluated later.</param>
internal sealed record FieldValue(string Field, JsonElement? Value, bool IsKnown);

/// <summary>A command and where its input came from.</summary>
internal sealed record CommandExplanation
{
    /// <summary>The stored command's id.</summary>
    public string? Id { get; init; }

    /// <summary>The action.</summary>
    public required string Action { get; init; }

    /// <summary>The connection that it goes to.</summary>
    public required string Connection { get; init; }

    /// <summary>The index under <c>each</c>; 0 without.</summary>
    public required int Item { get; init; }

    /// <summary>The stored command's state, or what a run without sending led to.</summary>
    public string? State { get; init; }

    /// <summary>Why it is refused, cancelled or parked.</summary>
    public string? Reason { get; init; }

    /// <summary>The vendor's or the hub's words for it.</summary>
    public string? Error { get; init; }

    /// <summary>When it is due; null for at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether its input is or was evaluated when it is due, not when the event was processed.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>The values of <c>once</c>, <c>slot</c> and <c>at</c>, where the route has them.</summary>
    public IReadOnlyList<ValueExplanation> Keys { get; init; } = [];

    /// <summary>The values of its input.</summary>
    public IReadOnlyList<ValueExplanation> Input { get; init; } = [];
}

/// <summary>A value that an expression of a mapping gave.</summary>
/// <param name="Name">Where it went: <c>to</c>, <c>body[1]</c>, <c>once</c>.</param>
/// <param name="Value">The value; null where it is absent or not known yet.</param>
/// <param name="Text">The expression as written; null for a constant.</param>
/// <param name="From">The fields that it was made of.</param>
/// <param name="DecidedBy">The fields that were looked at to choose it.</param>
internal sealed record ValueExplanation(string Name, JsonElement? Value, string? Text, IReadOnlyList<FieldValue> From, IReadOnlyList<FieldValue> DecidedBy)
{
    /// <summary>Whether the value is known: an expression that is evaluated later may lack something now. What is known and null is absent.</summary>
    public bool IsKnown { get; init; } = true;
}
