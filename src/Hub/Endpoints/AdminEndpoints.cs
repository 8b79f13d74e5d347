using Hub.Connections;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The admin API: <c>/api/v1</c>.</summary>
internal static class AdminEndpoints
{
    /// <summary>Where it is.</summary>
    public const string Root = "/api/v1";

    private const int ShortestSearch = 2;
    private const int LongestSearch = 200;

    /// <summary>The routes.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).RefuseStrangeQueries();
        group.MapGet("/stats", StatsAsync).WithTags("looking").WithSummary("All counts, of one moment.").ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapGet("/threads/{id}", ThreadAsync).WithTags("looking").WithSummary("A thread with its customer, messages, statuses and links.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/search", SearchAsync).WithTags("looking").WithSummary("Finds by phone in any form, order number, ticket number, e-mail address or id.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapCustomers();
        group.MapExplain();
        group.MapLists();
        group.MapEntries();
        group.MapParked();
        group.MapControl();
        group.MapConsents();
        group.MapApprovals();
        group.MapReconciliations();
        group.MapMappings();
        group.MapConnections();
        group.MapTemplates();
        group.MapSimulation();
        group.MapCapture();
        group.MapBackup();
    }

    private static async Task<Ok<Stats>> StatsAsync(IDatabase database, RequestCounters requests, CancellationToken cancel)
    {
        try
        {
            await requests.FlushAsync(cancel);
        }
        catch (StoreUnavailableException)
        {
            // What the store holds can still be read; the latest counts follow when it can be written again.
        }

        return TypedResults.Ok(Stats.Of(await database.ReadAsync(QueryStats.CountersAsync, cancel)));
    }

    private static async Task<Results<Ok<ThreadHistory>, ProblemHttpResult>> ThreadAsync(
        string id, int? limit, string? cursor, bool? reveal, IDatabase database, CancellationToken cancel)
    {
        if (ListQuery.ReadPage(limit, cursor, ListCursor.Scope("thread", id), out var page) is { } wrong) return Problems.Wrong(wrong);
        if (await database.ReadAsync(sql => QueryThread.ThreadAsync(sql, id, page), cancel) is not { } thread) return Problems.Unknown("There is no thread of this id.");
        thread = thread with { Older = ListCursor.Bind(thread.Older, ListCursor.Scope("thread", id)) };
        return TypedResults.Ok(reveal == true ? thread : Masking.Hide(thread));
    }

    private static async Task<Results<Ok<Found>, ProblemHttpResult>> SearchAsync(string q, bool? reveal, IDatabase database, ConnectionRegistry connections, CancellationToken cancel)
    {
        var text = q.Trim();
        if (text.Length is < ShortestSearch or > LongestSearch) return Problems.Wrong($"q must have {ShortestSearch} to {LongestSearch} characters.");
        var found = await database.ReadAsync(sql => QuerySearch.FindAsync(sql, SearchWords.Of(text)), cancel);
        return TypedResults.Ok(reveal == true ? found : new Found(
            [.. found.Customers.Select(Masking.Hide)], [.. found.Events.Select(entry => Masking.Hide(entry, connections.NamesPerson(entry.Connection)))],
            [.. found.Commands.Select(Masking.Hide)], found.Links));
    }
}
