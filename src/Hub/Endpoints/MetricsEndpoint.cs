using Hub.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The metrics, for a scraper. They need the admin key as the admin API does.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Where they are.</summary>
    public const string Path = "/metrics";

    /// <summary>The route.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Counts from now on, not from the first question.
        var text = routes.ServiceProvider.GetRequiredService<PrometheusText>();
        routes.MapGet(Path, ContentHttpResult () => TypedResults.Text(text.Write(), PrometheusText.MediaType))
            .WithTags("health").WithSummary("The metrics in the text format of Prometheus.").ProducesProblem(StatusCodes.Status401Unauthorized);
    }
}
