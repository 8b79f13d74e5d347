namespace Hub.Configuration;

/// <summary>Where the hub listens, by ASP.NET Core's own keys: <c>Kestrel:Endpoints</c>, else <c>urls</c>, else <c>http_ports</c> and <c>https_ports</c>.</summary>
internal static class ListeningAddresses
{
    /// <summary>Where the hub listens when nothing is configured.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>The configured addresses; empty when none is.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "").ToList();
        if (endpoints.Count > 0) return endpoints;
        if (Split(configuration["urls"]) is { Count: > 0 } urls) return urls;
        return [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"), .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}")];
    }

    /// <summary>Whether the server understands the address.</summary>
    public static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address).Port > 0 || address.EndsWith(":0", StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>True when nobody but this machine can reach the hub.</summary>
    public static bool AreLoopback(IConfiguration configuration) => Of(configuration).All(IsLoopback);

    /// <summary>The address at which a command line on this machine finds the hub.</summary>
    public static string ForLocalCalls(IConfiguration configuration) =>
        Of(configuration) is [var first, ..] ? first.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal) : Default;

    // The wildcards * and + are no host names, so that such an address is no Uri and thus not loopback.
    private static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && HttpAddress.IsLoopback(uri.Host);

    private static List<string> Split(string? list) => [.. (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
