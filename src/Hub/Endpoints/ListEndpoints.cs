using System.ComponentModel;
using Hub.Connections;
using Hub.Connectors;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>What a list is asked for.</summary>
internal sealed record ListQuery
{
    private const int UsualLimit = 50;
    private const int LargestLimit = 500;

    /// <summary>The connection's name.</summary>
    [Description("The connection's name")]
    public string? Connection { get; init; }

    /// <summary>The state.</summary>
    [Description("The state, for example parked; pending stands for all that are not finished")]
    public string? State { get; init; }

    /// <summary>The reason.</summary>
    [Description("The reason of a noop, refusal, cancellation or parking")]
    public string? Reason { get; init; }

    /// <summary>The subject.</summary>
    [Description("The subject within which order is kept")]
    public string? Subject { get; init; }

    /// <summary>The route's id.</summary>
    [Description("The route's id")]
    public string? Route { get; init; }

    /// <summary>The earliest moment.</summary>
    [Description("The earliest moment, inclusive: arrival, or for commands creation")]
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest moment.</summary>
    [Description("The latest moment, exclusive")]
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many.</summary>
    [Description("At most so many entries: 1 to 500, usually 50")]
    public int? Limit { get; init; }

    /// <summary>Where the last answer ended.</summary>
    [Description("The value of next in the answer before")]
    public string? Cursor { get; init; }

    /// <summary>Whether personal data is shown whole.</summary>
    [Description("true shows personal data whole")]
    public bool? Reveal { get; init; }

    /// <summary>The filter.</summary>
    public ListFilter ToFilter() => new(Connection, State, Reason, Subject, Route, From, To);

    /// <summary>Reads the part that is wanted.</summary>
    /// <returns>One sentence with what is wrong, or null.</returns>
    public static string? ReadPage(int? limit, string? cursor, out PageRequest page)
    {
        page = new PageRequest(null, limit ?? UsualLimit);
        if (page.Limit is < 1 or > LargestLimit) return $"limit must be 1 to {LargestLimit}.";
        if (cursor is null) return null;
        if (!PageRequest.TryReadCursor(cursor, out var before)) return "cursor is not one that this list gave.";
        page = page with { Before = before };
        return null;
    }
}

/// <summary>The lists of webhooks, events and commands: newest first.</summary>
internal static class ListEndpoints
{
    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/webhooks", WebhooksAsync).WithTags("lists").WithSummary("Accepted webhooks, newest first. They have no reason, subject or route.").Describe();
        routes.MapGet("/events", EventsAsync).WithTags("lists").WithSummary("Events with what the routes did, newest first.").Describe();
        routes.MapGet("/commands", CommandsAsync).WithTags("lists").WithSummary("Commands, newest first.").Describe();
        routes.MapGet("/pauses", PausesAsync).WithTags("lists").WithSummary("What is paused, since when, why and by whom, oldest first.").ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Ok<IReadOnlyList<Pause>>> PausesAsync(IDatabase database, CancellationToken cancel) =>
        TypedResults.Ok<IReadOnlyList<Pause>>(await database.ReadAsync(Pauses.AllAsync, cancel));

    private static async Task<Results<Ok<Page<WebhookEntry>>, ProblemHttpResult>> WebhooksAsync([AsParameters] ListQuery query, IDatabase database, CancellationToken cancel)
    {
        if (ListQuery.ReadPage(query.Limit, query.Cursor, out var page) is { } wrong) return Problems.Wrong(wrong);
        if ((query.Reason ?? query.Subject ?? query.Route) is not null) return Problems.Wrong("Webhooks have no reason, subject or route. Ask for /api/v1/events.");
        return TypedResults.Ok(await database.ReadAsync(sql => QueryLists.WebhooksAsync(sql, query.ToFilter(), page), cancel));
    }

    private static async Task<Results<Ok<Page<EventEntry>>, ProblemHttpResult>> EventsAsync(
        [AsParameters] ListQuery query, IDatabase database, ConnectionRegistry connections, CancellationToken cancel)
    {
        if (ListQuery.ReadPage(query.Limit, query.Cursor, out var page) is { } wrong) return Problems.Wrong(wrong);
        var found = await database.ReadAsync(sql => QueryLists.EventsAsync(sql, query.ToFilter(), page), cancel);
        return TypedResults.Ok(query.Reveal == true ? found : found with { Items = [.. found.Items.Select(entry => Masking.Hide(entry, connections.NamesPerson(entry.Connection)))] });
    }

    private static async Task<Results<Ok<Page<CommandEntry>>, ProblemHttpResult>> CommandsAsync(
        [AsParameters] ListQuery query, IDatabase database, CancellationToken cancel)
    {
        if (ListQuery.ReadPage(query.Limit, query.Cursor, out var page) is { } wrong) return Problems.Wrong(wrong);
        var found = await database.ReadAsync(sql => QueryLists.CommandsAsync(sql, query.ToFilter(), page), cancel);
        return TypedResults.Ok(query.Reveal == true ? found : found with { Items = [.. found.Items.Select(Masking.Hide)] });
    }

    /// <summary>Whether the subjects of this connection's events name a person: they do at vendors that carry messages.</summary>
    public static bool NamesPerson(this ConnectionRegistry connections, string name) => connections.Find(name)?.Connector is IMessagingConnector;

    private static void Describe(this RouteHandlerBuilder route) => route.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
}
