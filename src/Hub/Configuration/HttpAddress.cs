using System.Net;

namespace Hub.Configuration;

/// <summary>Which HTTP addresses the hub deals with: https everywhere, http on loopback.</summary>
internal static class HttpAddress
{
    /// <summary>True for https, and for http on loopback; never with user name, query or fragment.</summary>
    public static bool IsAllowed(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsLoopback(address.Host)));

    /// <summary>True for <c>localhost</c>, names under it, and loopback addresses with or without brackets.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}
