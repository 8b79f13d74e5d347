using Hub.Mappings.Explaining;
using Hub.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>Why routes did what they did with an event.</summary>
internal static class ExplainEndpoints
{
    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapExplain(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events/{id}/explain", ExplainAsync).WithTags("looking").WithSummary("What each route made of an event, why, and the fields that every value of its commands came from.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> ExplainAsync(string id, bool? reveal, EventExplaining explaining, CancellationToken cancel)
    {
        if (await explaining.ExplainAsync(id, cancel) is not { } explanation) return Problems.Unknown("There is no such event.");
        return TypedResults.Ok(reveal == true ? explanation : ExplanationMask.Hide(explanation));
    }
}
