using Hub.Pipeline;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The body of a decision about what waits; it may be left out, then what waits is sent.</summary>
/// <param name="Discard">True cancels what waits instead.</param>
/// <param name="Earlier">True sends it also where the route has been changed since.</param>
internal sealed record ApprovalRequest(bool? Discard, bool? Earlier = null);

/// <summary>What waits for an approval, and the decision about it.</summary>
internal static class ApprovalEndpoints
{
    /// <summary>The header that comes with the list where there is no guard, so that nothing can wait: its value is <c>off</c>.</summary>
    public const string GuardHeader = "Hub-Guard";

    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/approvals", ListAsync).WithTags("lists").WithSummary("The routes whose sends wait for an approval: how many, since when, why, and the first of them.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        routes.MapPost("/approvals/{route}", DecideAsync).WithTags("control").WithSummary("Sends what waits of a route, and lets it go on as it is now; or cancels what waits.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<IReadOnlyList<Approval>>> ListAsync(bool? reveal, IDatabase database, BlastGuard guard, HttpContext context, CancellationToken cancel)
    {
        if (!guard.IsOn) context.Response.Headers[GuardHeader] = "off";
        var waiting = await database.ReadAsync(Approvals.ListAsync, cancel);
        return TypedResults.Ok<IReadOnlyList<Approval>>(reveal == true ? waiting : waiting.ConvertAll(Hide));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DecideAsync(string route, JsonBody<ApprovalRequest> body, Control control, CancellationToken cancel)
    {
        if (body.Refusal is { } wrong) return wrong;
        return await control.DecideAsync(route, body.Value?.Discard == true, body.Value?.Earlier == true, cancel) switch
        {
            ControlResult.NotFound => Problems.Unknown("There is no such route, and nothing waits of one."),
            ControlResult.Refused refused => Problems.Conflict(refused.Sentence),
            _ => TypedResults.NoContent(),
        };
    }

    private static Approval Hide(Approval approval) =>
        approval.Sample is { Text: { } text } sample ? approval with { Sample = sample with { Text = Masking.Text(text) } } : approval;
}
