using Hub.Pipeline;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The body of a pause; it may be left out.</summary>
/// <param name="Reason">Why, shown to whoever looks later; at most 500 characters.</param>
internal sealed record PauseRequest(string? Reason);

/// <summary>The orders of the people who run the hub: pause, resume, replay, discard, undo, redo.</summary>
internal static class ControlEndpoints
{
    private const string NoReason = "Paused by hand.";
    private const int LongestReason = 500;

    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/routes/{id}/pause", PauseRouteAsync).WithTags("control").WithSummary("Holds the deliveries of a route, at once and across restarts.").Describe();
        routes.MapPost("/routes/{id}/resume", ResumeRouteAsync).WithTags("control").WithSummary("Lets the deliveries of a route go on.").Describe();
        routes.MapPost("/connections/{name}/pause", PauseConnectionAsync).WithTags("control").WithSummary("Holds the deliveries to a connection, at once and across restarts.").Describe();
        routes.MapPost("/connections/{name}/resume", ResumeConnectionAsync).WithTags("control").WithSummary("Lets the deliveries to a connection go on.").Describe();
        routes.MapPost("/commands/{id}/replay", ReplayAsync).WithTags("control").WithSummary("Runs a parked command again.").Describe();
        routes.MapPost("/commands/{id}/discard", DiscardAsync).WithTags("control").WithSummary("Gives a parked command up.").Describe();
        routes.MapPost("/webhooks/{seq:long}/replay", ReplayWebhookAsync).WithTags("control").WithSummary("Reads a webhook again that could not be read.").Describe();
        routes.MapPost("/webhooks/{seq:long}/discard", DiscardWebhookAsync).WithTags("control").WithSummary("Gives a webhook up that could not be read.").Describe();
        routes.MapPost("/events/{id}/replay", ReplayEventAsync).WithTags("control").WithSummary("Runs a parked event again: only the routes that failed or have not run.").Describe();
        routes.MapPost("/events/{id}/discard", DiscardEventAsync).WithTags("control").WithSummary("Gives a parked event up.").Describe();
        routes.MapPost("/merges/{id:long}/undo", UndoMergeAsync).WithTags("control").WithSummary("Sets two customers apart again, within 30 days of their merge and for good.").Describe();
        routes.MapPost("/merges/{id:long}/redo", RedoMergeAsync).WithTags("control").WithSummary("Makes a merge again that was undone: the two customers are one person after all.").Describe();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PauseRouteAsync(string id, JsonBody<PauseRequest> body, Control control, CancellationToken cancel) =>
        (body.Refusal ?? TooLong(body.Value)) is { } refused ? refused : Answer(await control.PauseAsync(Pauses.Route, id, body.Value?.Reason ?? NoReason, cancel), "route");

    private static async Task<Results<NoContent, ProblemHttpResult>> ResumeRouteAsync(string id, Control control, CancellationToken cancel) =>
        Answer(await control.ResumeAsync(Pauses.Route, id, cancel), "route");

    private static async Task<Results<NoContent, ProblemHttpResult>> PauseConnectionAsync(string name, JsonBody<PauseRequest> body, Control control, CancellationToken cancel) =>
        (body.Refusal ?? TooLong(body.Value)) is { } refused ? refused : Answer(await control.PauseAsync(Pauses.Connection, name, body.Value?.Reason ?? NoReason, cancel), "connection");

    private static async Task<Results<NoContent, ProblemHttpResult>> ResumeConnectionAsync(string name, Control control, CancellationToken cancel) =>
        Answer(await control.ResumeAsync(Pauses.Connection, name, cancel), "connection");

    private static async Task<Results<NoContent, ProblemHttpResult>> ReplayAsync(string id, Control control, CancellationToken cancel) =>
        Answer(await control.ReplayAsync(id, cancel), "command");

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(string id, Control control, CancellationToken cancel) =>
        Answer(await control.DiscardAsync(id, cancel), "command");

    private static async Task<Results<NoContent, ProblemHttpResult>> ReplayWebhookAsync(long seq, Control control, CancellationToken cancel) =>
        Answer(await control.ReplayWebhookAsync(seq, cancel), "webhook");

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardWebhookAsync(long seq, Control control, CancellationToken cancel) =>
        Answer(await control.DiscardWebhookAsync(seq, cancel), "webhook");

    private static async Task<Results<NoContent, ProblemHttpResult>> ReplayEventAsync(string id, Control control, CancellationToken cancel) =>
        Answer(await control.ReplayEventAsync(id, cancel), "event");

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardEventAsync(string id, Control control, CancellationToken cancel) =>
        Answer(await control.DiscardEventAsync(id, cancel), "event");

    private static async Task<Results<NoContent, ProblemHttpResult>> UndoMergeAsync(long id, Control control, CancellationToken cancel) =>
        Answer(await control.UndoMergeAsync(id, cancel), "merge");

    private static async Task<Results<NoContent, ProblemHttpResult>> RedoMergeAsync(long id, Control control, CancellationToken cancel) =>
        Answer(await control.RedoMergeAsync(id, cancel), "merge");

    private static ProblemHttpResult? TooLong(PauseRequest? body) => body?.Reason?.Length > LongestReason ? Problems.Wrong($"reason has more than {LongestReason} characters.") : null;

    private static Results<NoContent, ProblemHttpResult> Answer(ControlResult result, string what) => result switch
    {
        ControlResult.NotFound => Problems.Unknown($"There is no such {what}."),
        ControlResult.Refused refused => Problems.Conflict(refused.Sentence),
        _ => TypedResults.NoContent(),
    };

    private static void Describe(this RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
}
