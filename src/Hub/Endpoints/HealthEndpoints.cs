using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>Something that must hold before the hub is ready. A vendor's state is never part of it.</summary>
/// <param name="Name">What it is, as the answer names it.</param>
/// <param name="Holds">Whether it holds now.</param>
internal sealed record ReadyCondition(string Name, Func<bool> Holds);

/// <summary>The answer of a health check.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record Health(string Status);

/// <summary>Health: live while the process serves, ready while it can do its work.</summary>
internal static class HealthEndpoints
{
    /// <summary>The routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("health");
        group.MapGet("/live", Live).WithSummary("Whether the process serves.");
        group.MapGet("/ready", Ready).WithSummary("Whether the store can be written and the mapping files are loaded.").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<Health> Live() => TypedResults.Ok(new Health("live"));

    private static Results<Ok<Health>, ProblemHttpResult> Ready(IDatabase database, IEnumerable<ReadyCondition> conditions)
    {
        var missing = conditions.Prepend(new ReadyCondition("the store can be written", () => database.IsWritable)).Where(condition => !condition.Holds()).Select(condition => condition.Name).ToList();
        return missing.Count == 0 ? TypedResults.Ok(new Health("ready")) : Problems.Busy($"Not yet: {string.Join(", ", missing)}.");
    }
}
