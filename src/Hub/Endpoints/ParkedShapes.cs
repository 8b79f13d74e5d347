using System.ComponentModel;
using System.Text.Json;
using Hub.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Endpoints;

/// <summary>Which of what is parked is meant.</summary>
internal sealed record ParkedQuery
{
    /// <summary>The connection's name.</summary>
    [Description("The connection's name")]
    [FromQuery(Name = "connection")]
    public string? Connection { get; init; }

    /// <summary>The route's id.</summary>
    [Description("The route's id")]
    [FromQuery(Name = "route")]
    public string? Route { get; init; }

    /// <summary>The reason.</summary>
    [Description("The reason of parking, for example rejected; of webhooks unreadable")]
    [FromQuery(Name = "reason")]
    public string? Reason { get; init; }

    /// <summary>Part of the error.</summary>
    [Description("What the error contains")]
    [FromQuery(Name = "error")]
    public string? Error { get; init; }

    /// <summary>The earliest moment.</summary>
    [Description("The earliest moment of parking, inclusive")]
    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest moment.</summary>
    [Description("The latest moment of parking, exclusive")]
    [FromQuery(Name = "to")]
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether personal data is shown whole.</summary>
    [Description("true shows personal data whole")]
    [FromQuery(Name = "reveal")]
    public bool? Reveal { get; init; }

    /// <summary>The filter.</summary>
    public ParkedFilter ToFilter() => new(Connection, Route, Reason, Error, From, To);
}

/// <summary>The body of an order about parked entries.</summary>
/// <param name="Ids">The entries; at most 500.</param>
/// <param name="All">Whether everything is meant: said where there is neither ids nor filter.</param>
/// <param name="Connection">The connection's name.</param>
/// <param name="Route">The route's id.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Error">What the error contains.</param>
/// <param name="From">The earliest moment of parking, inclusive.</param>
/// <param name="To">The latest moment of parking, exclusive.</param>
/// <param name="Mappings"><c>original</c> runs a command as it was made, <c>current</c> as the mapping files in force make it.</param>
/// <param name="Resend">Whether a message is sent of which nobody knows whether it was sent.</param>
/// <param name="IgnoreAge">Whether <c>max_age</c> and <c>max_late</c> do not count, for commands and for what the routes make of events.</param>
/// <param name="DryRun">Whether only what would happen is told.</param>
/// <param name="Limit">At most so many entries: 1 to 500, usually 100.</param>
/// <param name="Cursor">The value of next in the answer before.</param>
/// <param name="Reveal">Whether a dry run shows personal data whole.</param>
internal sealed record ParkedOrder(
    IReadOnlyList<string>? Ids, bool? All, string? Connection, string? Route, string? Reason, string? Error, DateTimeOffset? From, DateTimeOffset? To,
    string? Mappings, bool? Resend, bool? IgnoreAge, bool? DryRun, int? Limit, string? Cursor, bool? Reveal)
{
    /// <summary>Nothing said.</summary>
    public static ParkedOrder None { get; } = new(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}

/// <summary>What is parked.</summary>
/// <param name="Total">How many entries there are.</param>
/// <param name="Groups">The causes, those with the most entries first.</param>
/// <param name="Others">How many entries belong to causes that are not told, because there are too many.</param>
internal sealed record ParkedList(long Total, IReadOnlyList<ParkedGroupEntry> Groups, long Others);

/// <summary>Entries that are parked for one cause.</summary>
/// <param name="Kind"><c>command</c>, <c>event</c> or <c>webhook</c>.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Route">The route; of events those that failed, with commas; null where none has looked.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the first was parked.</param>
/// <param name="Newest">When the last was parked.</param>
/// <param name="Sample">The id of the newest.</param>
/// <param name="Means">What the reason means.</param>
/// <param name="WhatToDo">What to do.</param>
internal sealed record ParkedGroupEntry(
    string Kind, string Connection, string? Route, string Reason, string? Error, long Count, DateTimeOffset Oldest, DateTimeOffset Newest, string Sample, string Means, string WhatToDo);

/// <summary>One parked entry whole.</summary>
/// <param name="Kind"><c>command</c>, <c>event</c> or <c>webhook</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="ParkedAt">Since when.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Means">What the reason means.</param>
/// <param name="WhatToDo">What to do.</param>
/// <param name="Command">The command, with its input.</param>
/// <param name="Attempts">What was tried; empty for an event or a webhook.</param>
/// <param name="Event">The event; of a command the one that caused it.</param>
/// <param name="Webhook">The webhook that could not be read.</param>
/// <param name="Replay">What a replay would do now.</param>
/// <param name="ReplayCurrent">What a replay by the mapping files in force would do now; null for what is no command.</param>
internal sealed record ParkedDetail(
    string Kind, string Id, DateTimeOffset ParkedAt, string Reason, string Means, string WhatToDo, CommandEntry? Command, IReadOnlyList<AttemptEntry> Attempts, EventEntry? Event, WebhookEntry? Webhook,
    ParkedPreviewEntry Replay, ParkedPreviewEntry? ReplayCurrent);

/// <summary>A field that a replay would change.</summary>
/// <param name="Field">Its path; of an event the route that makes a command.</param>
/// <param name="Before">What it is.</param>
/// <param name="After">What it would be.</param>
internal sealed record ParkedDifferenceEntry(string Field, JsonElement? Before, JsonElement? After);

/// <summary>What a replay of one entry would do.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>command</c>, <c>event</c> or <c>webhook</c>.</param>
/// <param name="Fate"><c>runs</c>, <c>changes</c> (it runs, and differs), <c>fails</c> (it is parked again) or <c>refused</c> (it stays).</param>
/// <param name="Sentence">Why, or what cannot be shown.</param>
/// <param name="Differences">What would be otherwise than it was.</param>
internal sealed record ParkedPreviewEntry(string Id, string Kind, string Fate, string? Sentence, IReadOnlyList<ParkedDifferenceEntry> Differences);

/// <summary>An entry with which it could not be done.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Why">One sentence.</param>
internal sealed record ParkedRefusalEntry(string Id, string Why);

/// <summary>What an order came to.</summary>
/// <param name="Done">With how many entries it was done; in a dry run would be.</param>
/// <param name="Refused">The others, in their order.</param>
/// <param name="Previews">In a dry run, what would happen to each.</param>
/// <param name="Next">The cursor of what follows; null at the end.</param>
internal sealed record ParkedAnswer(int Done, IReadOnlyList<ParkedRefusalEntry> Refused, IReadOnlyList<ParkedPreviewEntry> Previews, string? Next);
