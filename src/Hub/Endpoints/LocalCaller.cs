using System.Net;
using Hub.Configuration;

namespace Hub.Endpoints;

/// <summary>Whether a request comes from this machine itself.</summary>
internal static class LocalCaller
{
    /// <summary>
    /// True for a loopback connection that no proxy forwards and that no web page of another origin made: a browser on this machine
    /// can be led to loopback addresses, by name (DNS rebinding) or by a form.
    /// </summary>
    public static bool Is(HttpContext context)
    {
        var request = context.Request;
        var isForwarded = request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("Forwarded");
        return !isForwarded
            && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && HttpAddress.IsLoopback(request.Host.Host)
            && request.Headers.Origin.All(origin => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
