using System.ComponentModel;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>What a list is asked for.</summary>
internal sealed record ListQuery
{
    private const int UsualLimit = 50;
    private const int LargestLimit = 500;

    /// <summary>The connection's name.</summary>
    [Description("The connection's name")]
    [FromQuery(Name = "connection")]
    public string? Connection { get; init; }

    /// <summary>The state.</summary>
    [Description("The state, for example parked; pending stands for all that are not finished")]
    [FromQuery(Name = "state")]
    public string? State { get; init; }

    /// <summary>The reason.</summary>
    [Description("The reason of a noop, refusal, cancellation or parking")]
    [FromQuery(Name = "reason")]
    public string? Reason { get; init; }

    /// <summary>The subject.</summary>
    [Description("The subject within which order is kept")]
    [FromQuery(Name = "subject")]
    public string? Subject { get; init; }

    /// <summary>The route's id.</summary>
    [Description("The route's id")]
    [FromQuery(Name = "route")]
    public string? Route { get; init; }

    /// <summary>The earliest moment.</summary>
    [Description("The earliest moment, inclusive: arrival, or for commands creation")]
    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest moment.</summary>
    [Description("The latest moment, exclusive")]
    [FromQuery(Name = "to")]
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many.</summary>
    [Description("At most so many entries: 1 to 500, usually 50")]
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>Where the last answer ended.</summary>
    [Description("The value of next in the answer before")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <summary>Whether personal data is shown whole.</summary>
    [Description("true shows personal data whole")]
    [FromQuery(Name = "reveal")]
    public bool? Reveal { get; init; }

    /// <summary>The filter.</summary>
    public ListFilter ToFilter() => new(Connection, State, Reason, Subject, Route, From, To);

    /// <summary>Reads the part that is wanted, and checks the filters.</summary>
    /// <param name="list">The list's name.</param>
    /// <param name="states">The states that entries of this list have.</param>
    /// <param name="page">The part.</param>
    /// <returns>One sentence with what is wrong, or null.</returns>
    public string? Read(string list, IReadOnlyList<string> states, out PageRequest page)
    {
        if (ReadPage(Limit, Cursor, ScopeOf(list), out page) is { } wrong) return wrong;
        if (State is not null && !states.Contains(State, StringComparer.Ordinal)) return $"state is none that these entries have. {Nearest.Question(State, states)}Known: {string.Join(", ", states)}.";
        return From >= To ? "from must be before to." : null;
    }

    /// <summary>Why nothing is found: no connection has this name.</summary>
    /// <returns>One sentence, or null where there is such a connection or none was asked for.</returns>
    public string? StrangeConnection(ConnectionRegistry connections)
    {
        if (Connection is null || connections.Find(Connection) is not null) return null;
        var names = connections.All.Select(connection => connection.Name).Order(StringComparer.Ordinal).ToList();
        return $"There is no connection {Connection}. {Nearest.Question(Connection, names)}Known: {string.Join(", ", names)}.";
    }

    /// <summary>Why nothing is found: no route has this id, nor has had it.</summary>
    /// <returns>One sentence, or null where there is or was such a route or none was asked for.</returns>
    public async Task<string?> StrangeRouteAsync(SnapshotStore snapshots, IDatabase database, CancellationToken cancel)
    {
        if (Route is not { } route || snapshots.Active?.Find(route) is not null || await database.ReadAsync(sql => RouteHistory.KnowsAsync(sql, route), cancel)) return null;
        return $"There is no route {route}, and there was none. {Nearest.Question(route, snapshots.Active?.Routes.Select(known => known.Id) ?? [])}".TrimEnd();
    }

    /// <summary>What a cursor of this list with these filters belongs to.</summary>
    public string ScopeOf(string list) => ListCursor.Scope(list, Connection, State, Reason, Subject, Route, From, To);

    /// <summary>Reads the part that is wanted.</summary>
    /// <returns>One sentence with what is wrong, or null.</returns>
    public static string? ReadPage(int? limit, string? cursor, string scope, out PageRequest page)
    {
        page = new PageRequest(null, limit ?? UsualLimit);
        if (page.Limit is < 1 or > LargestLimit) return $"limit must be 1 to {LargestLimit}.";
        if (cursor is null) return null;
        if (!ListCursor.TryRead(cursor, scope, out var before)) return "cursor is not one that this list gave with these filters.";
        page = page with { Before = before };
        return null;
    }
}

/// <summary>The lists of webhooks, events and commands: newest first.</summary>
internal static class ListEndpoints
{
    // Of webhooks and events.
    private static readonly string[] ClosedStates = ["applied", "noop", "parked", "pending"];

    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/webhooks", WebhooksAsync).WithTags("lists").WithSummary("Accepted webhooks, newest first. They have no reason, subject or route.").Describe();
        routes.MapGet("/webhooks/{seq:long}", WebhookAsync).WithTags("lists").WithSummary("A webhook; with reveal=true also as it came: query, the headers that its connector keeps, body.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/events", EventsAsync).WithTags("lists").WithSummary("Events with what the routes did, newest first.").Describe();
        routes.MapGet("/alerts", AlertsAsync).WithTags("lists").WithSummary("What the people who run the hub should know, newest first.").Describe();
        routes.MapGet("/commands", CommandsAsync).WithTags("lists").WithSummary("Commands, newest first.").Describe();
        routes.MapGet("/merges", MergesAsync).WithTags("lists").WithSummary("Customers who were found to be one person, newest first.").Describe();
        routes.MapGet("/pauses", PausesAsync).WithTags("lists").WithSummary("What is paused, since when, why and by whom, oldest first.").ProducesProblem(StatusCodes.Status401Unauthorized);
        routes.MapGet("/pauses/ending", EndingAsync).WithTags("lists").WithSummary("The pauses that are being ended in steps, and how much of each is still to go on.").ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Ok<IReadOnlyList<PauseEnding>>> EndingAsync(IDatabase database, CancellationToken cancel) =>
        TypedResults.Ok<IReadOnlyList<PauseEnding>>(await database.ReadAsync(Pauses.EndingAsync, cancel));

    private static async Task<Ok<IReadOnlyList<Pause>>> PausesAsync(IDatabase database, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok<IReadOnlyList<Pause>>(await database.ReadAsync(sql => Pauses.AllAsync(sql, time.GetUtcNow()), cancel));

    private static async Task<Results<Ok<Page<WebhookEntry>>, ProblemHttpResult>> WebhooksAsync(
        [AsParameters] ListQuery query, IDatabase database, ConnectionRegistry connections, CancellationToken cancel)
    {
        if (query.Read("webhooks", ClosedStates, out var page) is { } wrong) return Problems.Wrong(wrong);
        if ((query.Reason ?? query.Subject ?? query.Route) is not null) return Problems.Wrong("Webhooks have no reason, subject or route. Ask for /api/v1/events.");
        var found = await database.ReadAsync(sql => QueryLists.WebhooksAsync(sql, query.ToFilter(), page), cancel);
        if (found.Items.Count == 0 && query.StrangeConnection(connections) is { } strange) return Problems.Wrong(strange);
        found = ListCursor.Bind(found, query.ScopeOf("webhooks"));
        return TypedResults.Ok(found with { Items = [.. found.Items.Select(entry => Masking.WithoutProof(query.Reveal == true ? entry : Masking.Hide(entry), connections.Find(entry.Connection)?.Connector))] });
    }

    private static async Task<Results<Ok<WebhookDetail>, ProblemHttpResult>> WebhookAsync(long seq, bool? reveal, IDatabase database, ConnectionRegistry connections, CancellationToken cancel)
    {
        var (entry, content) = await database.ReadAsync(async sql => (await QueryLists.WebhookAsync(sql, seq), await Webhooks.FindAsync(sql, seq)), cancel);
        if (entry is null) return Problems.Unknown("There is no webhook of this number.");
        return TypedResults.Ok(WebhookDetail.Of(entry, content is null ? null : Receiver.Restore(content), connections.Find(entry.Connection)?.Connector, reveal == true));
    }

    private static async Task<Results<Ok<Page<EventEntry>>, ProblemHttpResult>> EventsAsync(
        [AsParameters] ListQuery query, IDatabase database, ConnectionRegistry connections, SnapshotStore snapshots, CancellationToken cancel)
    {
        if (query.Read("events", ClosedStates, out var page) is { } wrong) return Problems.Wrong(wrong);
        var found = await database.ReadAsync(sql => QueryLists.EventsAsync(sql, query.ToFilter(), page), cancel);
        if (found.Items.Count == 0 && query.StrangeConnection(connections) is { } strange) return Problems.Wrong(strange);
        if (found.Items.Count == 0 && await query.StrangeRouteAsync(snapshots, database, cancel) is { } unknown) return Problems.Wrong(unknown);
        found = ListCursor.Bind(found, query.ScopeOf("events"));
        return TypedResults.Ok(query.Reveal == true ? found : found with { Items = [.. found.Items.Select(entry => Masking.Hide(entry, connections.NamesPerson(entry.Connection)))] });
    }

    private static async Task<Results<Ok<Page<AlertEntry>>, ProblemHttpResult>> AlertsAsync(
        string? name, bool? active, int? limit, string? cursor, bool? reveal, IDatabase database, CancellationToken cancel)
    {
        string[] names = [.. AlertKind.All.Select(kind => kind.Name), Alerts.Notice, Alerts.OfRoute];
        if (name is not null && !names.Contains(name, StringComparer.Ordinal)) return Problems.Wrong($"There is no alert {name}. {Nearest.Question(name, names)}Known: {string.Join(", ", names)}.");
        var scope = ListCursor.Scope("alerts", name, active);
        if (ListQuery.ReadPage(limit, cursor, scope, out var page) is { } wrong) return Problems.Wrong(wrong);
        var found = ListCursor.Bind(await database.ReadAsync(sql => Alerts.ListAsync(sql, page, new(name, active)), cancel), scope);
        found = found with { Items = [.. found.Items.Select(alert => alert with { WhatToDo = AlertKind.Find(alert.Name)?.WhatToDo })] };
        return TypedResults.Ok(reveal == true ? found : found with { Items = [.. found.Items.Select(Masking.Hide)] });
    }

    private static async Task<Results<Ok<Page<MergeEntry>>, ProblemHttpResult>> MergesAsync(int? limit, string? cursor, IDatabase database, CancellationToken cancel)
    {
        if (ListQuery.ReadPage(limit, cursor, ListCursor.Scope("merges"), out var page) is { } wrong) return Problems.Wrong(wrong);
        return TypedResults.Ok(ListCursor.Bind(await database.ReadAsync(sql => Merges.ListAsync(sql, page), cancel), ListCursor.Scope("merges")));
    }

    private static async Task<Results<Ok<Page<CommandEntry>>, ProblemHttpResult>> CommandsAsync(
        [AsParameters] ListQuery query, IDatabase database, ConnectionRegistry connections, SnapshotStore snapshots, CancellationToken cancel)
    {
        if (query.Read("commands", CommandState.All, out var page) is { } wrong) return Problems.Wrong(wrong);
        var found = await database.ReadAsync(sql => QueryLists.CommandsAsync(sql, query.ToFilter(), page), cancel);
        if (found.Items.Count == 0 && query.StrangeConnection(connections) is { } strange) return Problems.Wrong(strange);
        if (found.Items.Count == 0 && await query.StrangeRouteAsync(snapshots, database, cancel) is { } unknown) return Problems.Wrong(unknown);
        found = ListCursor.Bind(found, query.ScopeOf("commands"));
        return TypedResults.Ok(query.Reveal == true ? found : found with { Items = [.. found.Items.Select(Masking.Hide)] });
    }

    /// <summary>Whether the subjects of this connection's events name a person: they do at vendors that carry messages.</summary>
    public static bool NamesPerson(this ConnectionRegistry connections, string name) => connections.Find(name)?.Connector is IMessagingConnector;

    private static void Describe(this RouteHandlerBuilder route) => route.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
}
