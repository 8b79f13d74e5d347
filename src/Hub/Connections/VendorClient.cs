using System.Net;
using Hub.Configuration;
using Hub.Connectors;

namespace Hub.Connections;

/// <summary>Makes the connections with their HTTP clients.</summary>
internal static class VendorClient
{
    /// <summary>The largest answer that is read, in bytes, after decompression.</summary>
    public const int MaxResponseBytes = 16 * 1024 * 1024;

    // Covers the reading of the body too, which comes after the handlers.
    private static readonly TimeSpan WholeCallTimeout = TimeSpan.FromSeconds(45);

    /// <summary>Makes a connection from its configuration.</summary>
    /// <param name="config">The checked configuration.</param>
    /// <param name="business">Business time, for the connector.</param>
    /// <param name="system">Real time, for time-outs.</param>
    /// <param name="clocks">Watches what time the vendor has.</param>
    /// <param name="isHeld">Whether what a flow of work calls for is still this node's.</param>
    /// <param name="pace">Wraps the handler in what keeps the vendor's limits of single requests.</param>
    public static Connection Connect(
        ConnectionConfig config, TimeProvider business, TimeProvider system, VendorClocks clocks, Func<bool> isHeld, Func<HttpMessageHandler, HttpMessageHandler> pace)
    {
        var handler = Handler(config, system, clocks, isHeld);
        var http = Open(config.BaseUrl ?? config.Connector.BaseUrl(config.Options), pace(handler));
        return new Connection(config.Name, config.Connector, config.Options, http, business) { Account = config.Connector.AccountOf(config.Options) };
    }

    private static DelegatingHandler Handler(ConnectionConfig config, TimeProvider system, VendorClocks clocks, Func<bool> isHeld)
    {
        var sockets = Sockets(new VendorDialer(config.BaseUrl?.Host, system, Dns.GetHostAddressesAsync));
        return clocks.Watch(config.Name, new VendorHandler(config.Name, config.BaseUrl, system, sockets, isHeld));
    }

    private static HttpClient Open(Uri address, HttpMessageHandler handler)
    {
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = WholeCallTimeout, MaxResponseContentBufferSize = MaxResponseBytes };
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"connector-hub/{typeof(VendorClient).Assembly.GetName().Version!.ToString(2)}");
        return client;
    }

    /// <summary>What carries the calls to a vendor.</summary>
    /// <param name="dialer">Opens the connections.</param>
    public static SocketsHttpHandler Sockets(VendorDialer dialer) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        // The ids of our traces are no business of a vendor's.
        ActivityHeadersPropagator = null,
        ConnectCallback = dialer.ConnectAsync,
        // The dialer's time, and as much for the TLS handshake after it.
        ConnectTimeout = 2 * VendorDialer.ConnectTimeout,
        MaxConnectionsPerServer = 64,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        // So that a change of the vendor's addresses is noticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
