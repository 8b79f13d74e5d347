using System.Text.Json.Nodes;
using Hub.Rehearsals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>A stored event as a scenario can have it, with stand-ins for all that names people.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Connector">The connector's name.</param>
/// <param name="Payload">What goes into a file beside the scenario: the webhook's body, or the event's data.</param>
/// <param name="Given">The step's <c>given</c>, without the name of that file.</param>
/// <param name="FileKey">The key under which the file's name belongs: <c>payload</c> or <c>data</c>.</param>
/// <param name="Start">The scenario's <c>start</c>.</param>
/// <param name="Answers">The scenario's <c>answers</c>.</param>
internal sealed record CapturedScenario(string Id, string Type, string Connector, JsonNode Payload, JsonObject Given, string FileKey, JsonObject Start, JsonObject Answers);

/// <summary>Makes a scenario of a stored event.</summary>
internal static class CaptureEndpoint
{
    /// <summary>The route, under <c>/api/v1</c>.</summary>
    public static void MapCapture(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events/{id}/capture", TakeAsync).WithTags("mappings")
            .WithSummary("A stored event as a payload and the parts of a scenario, with stand-ins for names, phones, e-mail addresses, addresses and tokens.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<CapturedScenario>, ProblemHttpResult>> TakeAsync(string id, Capture capture, CancellationToken cancel)
    {
        var (taken, obstacle) = await capture.TakeAsync(id, cancel);
        if (obstacle is not null) return Problems.Conflict(obstacle);
        return taken is null
            ? Problems.Unknown("There is no event of this id.")
            : TypedResults.Ok(new CapturedScenario(taken.Id, taken.Type, taken.Connector, taken.Payload, taken.Given, taken.FileKey, taken.Start, taken.Answers));
    }
}
