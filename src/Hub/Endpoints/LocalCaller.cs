using System.Net;
using Hub.Configuration;

namespace Hub.Endpoints;

/// <summary>Whether a request comes from this machine itself.</summary>
internal static class LocalCaller
{
    // What proxies add, each by its own habit; besides them every X-Forwarded-….
    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Original-Host", "CF-Connecting-IP", "True-Client-IP"];

    /// <summary>
    /// True for a loopback connection that shows no trace of a proxy and that no web page of another origin made: a browser on this machine
    /// can be led to loopback addresses, by name (DNS rebinding) or by a form. A proxy on this machine that adds nothing leaves no trace.
    /// </summary>
    public static bool Is(HttpContext context)
    {
        var request = context.Request;
        return !IsForwarded(request)
            && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && HttpAddress.IsLoopback(request.Host.Host)
            && request.Headers.Origin.All(origin => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }

    // Browsers and command lines of today speak HTTP/1.1 or newer; proxies that add no header often speak HTTP/1.0 to what is behind them.
    private static bool IsForwarded(HttpRequest request) =>
        HttpProtocol.IsHttp10(request.Protocol) || Array.Exists(ProxyHeaders, request.Headers.ContainsKey)
        || request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));
}
