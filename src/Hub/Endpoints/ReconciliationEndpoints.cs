using Hub.Pipeline;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The body of a request for a comparison.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Since">How far back, such as <c>24h</c>, or since when, such as <c>2026-03-01T10:00:00Z</c>; null goes on where the last regular one ended.</param>
internal sealed record ReconcileRequest(string Connection, string? Since);

/// <summary>A comparison of a connection with its vendor.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind"><c>regular</c>; <c>asked</c> by somebody; <c>refused</c>, after a time in which webhooks were refused; <c>put_back</c>, of the time that the store has lost which was put back from a copy.</param>
/// <param name="State"><c>waiting</c>, <c>running</c> or <c>done</c>.</param>
/// <param name="Since">From when on it compares.</param>
/// <param name="NextAt">When the vendor is asked next; null where it is not by itself.</param>
/// <param name="BeganAt">When the last run began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Found">How many changes it found.</param>
/// <param name="Repaired">How many of them no webhook had brought.</param>
/// <param name="Error">Why asking failed last, or waits.</param>
internal sealed record ReconciliationEntry(
    string Connection, string Kind, string State, DateTimeOffset Since, DateTimeOffset? NextAt, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, long Found, long Repaired, string? Error);

/// <summary>Comparisons, and the times in which webhooks were refused.</summary>
/// <param name="Reconciliations">By connection and kind.</param>
/// <param name="Refusals">The latest 50, newest first.</param>
internal sealed record ReconciliationList(IReadOnlyList<ReconciliationEntry> Reconciliations, IReadOnlyList<Refusal> Refusals);

/// <summary>Comparisons with vendors: how they stand, and the order to make one.</summary>
internal static class ReconciliationEndpoints
{
    private const int LatestRefusals = 50;

    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapReconciliations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reconciliations", ListAsync).WithTags("lists").WithSummary("How far connections have been compared with their vendors, and the times in which webhooks were refused.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        routes.MapPost("/reconciliations", QueueAsync).WithTags("control").WithSummary("Compares a connection with its vendor: what no webhook has brought is processed.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<ReconciliationList>> ListAsync(IDatabase database, CancellationToken cancel)
    {
        var (rows, refusals) = await database.ReadAsync(async sql => (await Reconciliations.AllAsync(sql), await Refusals.LatestAsync(sql, LatestRefusals)), cancel);
        return TypedResults.Ok(new ReconciliationList(rows.ConvertAll(Show), refusals));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> QueueAsync(JsonBody<ReconcileRequest> body, Control control, TimeProvider time, CancellationToken cancel)
    {
        if (body.RefusalOrMissing is { } wrong) return wrong;
        var (name, text) = body.Value!;
        var now = time.GetUtcNow();
        DateTimeOffset? since = text is null ? null : SimulationEndpoint.BeginOf(text, now);
        if (text is not null && !(since <= now)) return Problems.Wrong("since takes a duration such as 24h or 7d, or a moment in the past such as 2026-03-01T10:00:00Z.");
        return await control.ReconcileAsync(name, since, cancel) switch
        {
            ControlResult.NotFound => Problems.Unknown("There is no connection of this name."),
            ControlResult.Refused refused => Problems.Conflict(refused.Sentence),
            _ => TypedResults.NoContent(),
        };
    }

    private static ReconciliationEntry Show(ReconciliationRow row) => new(
        row.Connection, row.Kind, !row.IsAtBegin ? "running" : row.NextAt < Lines.Never ? "waiting" : "done", row.Since, row.NextAt < Lines.Never ? row.NextAt : null, row.BeganAt, row.EndedAt, row.Found, row.Repaired, row.Error);
}
