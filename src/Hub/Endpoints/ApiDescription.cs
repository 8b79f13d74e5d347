using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hub.Endpoints;

/// <summary>What the description of the API says besides its calls.</summary>
internal static class ApiDescription
{
    private const string Scheme = "bearer";

    /// <summary>The version of the hub, as <c>hub --version</c> tells it.</summary>
    public static string Version { get; } = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3);

    /// <summary>Adds title, version and the key of the admin API.</summary>
    public static void Complete(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo { Title = "Connector hub", Version = Version };
        document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            Description = "Hub:AdminKey. Without a configured key the admin API answers on loopback only.",
        });
        var operations = document.Paths.Where(path => path.Key.StartsWith(AdminEndpoints.Root + "/", StringComparison.Ordinal))
            .SelectMany(path => path.Value.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? []) operation.OperationId = OperationIds.Of(method.Method, path);
        }

        foreach (var operation in operations) operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    });
}
