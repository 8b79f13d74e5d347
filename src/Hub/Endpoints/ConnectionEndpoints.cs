using Hub.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>A configured connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connector">Its connector's name.</param>
internal sealed record ConnectionEntry(string Name, string Connector);

/// <summary>The configured connections.</summary>
internal static class ConnectionEndpoints
{
    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapConnections(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/connections", List).WithTags("looking").WithSummary("The configured connections with their connectors, by name.").ProducesProblem(StatusCodes.Status401Unauthorized);

    private static Ok<IReadOnlyList<ConnectionEntry>> List(HubSettings settings) =>
        TypedResults.Ok<IReadOnlyList<ConnectionEntry>>([.. settings.Connections.Select(connection => new ConnectionEntry(connection.Name, connection.Connector.Name))]);
}
