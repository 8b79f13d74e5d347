using Hub.Connections;
using Hub.Connectors;
using Hub.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The message templates of a connection.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Connector">Its connector's name.</param>
/// <param name="Templates">All of its templates, whatever their status.</param>
internal sealed record ConnectionTemplates(string Connection, string Connector, IReadOnlyList<MessageTemplate> Templates);

/// <summary>The message templates as the vendors have them.</summary>
internal static class TemplateEndpoints
{
    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapTemplates(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/templates", ListAsync).WithTags("looking").WithSummary("The message templates of each connection whose list is known, as fetched last.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

    private static async Task<Ok<IReadOnlyList<ConnectionTemplates>>> ListAsync(TemplateCatalogue catalogue, ConnectionRegistry connections, CancellationToken cancel)
    {
        var known = await catalogue.KnownAsync(cancel);
        return TypedResults.Ok<IReadOnlyList<ConnectionTemplates>>(
            [.. from connection in connections.All where known.ContainsKey(connection.Name) select new ConnectionTemplates(connection.Name, connection.Connector.Name, known[connection.Name])]);
    }
}
