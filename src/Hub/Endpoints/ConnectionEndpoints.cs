using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Upkeep;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>A configured connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connector">Its connector's name.</param>
internal sealed record ConnectionEntry(string Name, string Connector);

/// <summary>What trying a connection has shown.</summary>
/// <param name="Connection">Its name.</param>
/// <param name="Connector">Its connector's name.</param>
/// <param name="Findings">The findings, in the order in which a person would look.</param>
internal sealed record ConnectionStanding(string Connection, string Connector, IReadOnlyList<CheckFinding> Findings);

/// <summary>The configured connections.</summary>
internal static class ConnectionEndpoints
{
    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connections", List).WithTags("looking").WithSummary("The configured connections with their connectors, by name.").ProducesProblem(StatusCodes.Status401Unauthorized);
        routes.MapPost("/connections/{name}/check", CheckAsync).WithTags("looking").WithSummary("Tries a connection: credentials, rights, webhooks. Changes nothing at the vendor.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<IReadOnlyList<ConnectionEntry>> List(HubSettings settings) =>
        TypedResults.Ok<IReadOnlyList<ConnectionEntry>>([.. settings.Connections.Select(connection => new ConnectionEntry(connection.Name, connection.Connector.Name))]);

    private static async Task<Results<Ok<ConnectionStanding>, ProblemHttpResult>> CheckAsync(string name, HubSettings settings, ConnectionRegistry connections, ConnectionChecks checks, CancellationToken cancel)
    {
        if (!settings.Connections.Any(config => config.Name == name) || connections.Find(name) is not { } connection) return Problems.Unknown("There is no connection of this name.");
        return TypedResults.Ok(new ConnectionStanding(connection.Name, connection.Connector.Name, await checks.CheckAsync(connection, cancel)));
    }
}
