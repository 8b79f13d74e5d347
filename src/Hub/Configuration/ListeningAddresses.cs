using System.Net;
using System.Net.Sockets;

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

    /// <summary>A sentence for each address at which the server cannot listen, whatever else runs on this machine.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration)
    {
        var addresses = Of(configuration);
        foreach (var strange in addresses.Where(address => !IsAddress(address))) yield return $"urls: '{strange}' is not an address to listen on. Write it as {Default}";
        if (configuration["Kestrel:Certificates:Default:Path"] is { Length: > 0 } file && !File.Exists(file)) yield return $"Kestrel:Certificates:Default:Path: there is no file '{file}'.";
        if (configuration.GetSection("Kestrel:Certificates:Default").Exists()) yield break;
        foreach (var secure in addresses.Where(address => IsAddress(address) && BindingAddress.Parse(address).Scheme == Uri.UriSchemeHttps && !HasCertificate(configuration, address)))
        {
            yield return $"urls: '{secure}' needs a certificate. Give Kestrel:Certificates:Default:Path (and :KeyPath or :Password), or listen at an http address behind a reverse proxy.";
        }
    }

    /// <summary>Whether the server understands the address.</summary>
    public static bool IsAddress(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            if (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps) return false;
            // What the framework cannot read as a port it leaves to the host's name.
            if (parsed.IsUnixPipe || parsed.IsNamedPipe) return true;
            return parsed.PathBase.Length == 0 && (parsed.Host.StartsWith('[') || !parsed.Host.Contains(':', StringComparison.Ordinal))
                && (parsed.Port is > 0 and <= IPEndPoint.MaxPort || address.EndsWith(":0", StringComparison.Ordinal) || address.EndsWith(":0/", StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>
    /// A sentence for each address at which the hub cannot listen now, by listening there for a moment: where the server itself fails at that,
    /// the framework fills the log with stack traces before it says so.
    /// </summary>
    public static IEnumerable<string> Obstacles(IConfiguration configuration)
    {
        foreach (var address in Of(configuration) is { Count: > 0 } configured ? configured : [Default])
        {
            if (Obstacle(BindingAddress.Parse(address)) is { } error)
            {
                yield return error == SocketError.AddressAlreadyInUse
                    ? $"Something else listens at {address} already. Stop it, or give another address with --urls."
                    : $"The hub cannot listen at {address}: {new SocketException((int)error).Message}. Give another address with --urls.";
            }
        }
    }

    /// <summary>True when nobody but this machine can reach the hub.</summary>
    public static bool AreLoopback(IConfiguration configuration) => Of(configuration).All(IsLoopback);

    /// <summary>The address at which a command line on this machine finds the hub.</summary>
    public static string ForLocalCalls(IConfiguration configuration) =>
        Of(configuration) is [var first, ..] ? first.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal) : Default;

    private static SocketError? Obstacle(BindingAddress address)
    {
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) return null;
        var isLocal = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        var at = isLocal ? IPAddress.Loopback : IPAddress.TryParse(address.Host, out var given) ? given : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        try
        {
            using var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (at.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(new IPEndPoint(at, address.Port));
            socket.Listen();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    private static bool HasCertificate(IConfiguration configuration, string address) => configuration.GetSection("Kestrel:Endpoints").GetChildren()
        .Any(endpoint => endpoint["Url"] == address && (endpoint.GetSection("Certificate").Exists() || endpoint.GetSection("Sni").Exists()));

    // The wildcards * and + are no host names, so that such an address is no Uri and thus not loopback.
    private static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && HttpAddress.IsLoopback(uri.Host);

    private static List<string> Split(string? list) => [.. (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
