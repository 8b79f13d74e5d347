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
    public static Connection Connect(ConnectionConfig config, TimeProvider business, TimeProvider system, VendorClocks clocks)
    {
        var http = Open(config.Name, config.BaseUrl, config.BaseUrl ?? config.Connector.BaseUrl(config.Options), system, clocks);
        return new Connection(config.Name, config.Connector, config.Options, http, business) { Account = config.Connector.AccountOf(config.Options) };
    }

    private static HttpClient Open(string connection, Uri? configured, Uri address, TimeProvider system, VendorClocks clocks)
    {
        var sockets = Sockets(new VendorDialer(configured?.Host, system, Dns.GetHostAddressesAsync));
        var client = new HttpClient(clocks.Watch(connection, new VendorHandler(connection, configured, system, sockets))) { BaseAddress = address, Timeout = WholeCallTimeout, MaxResponseContentBufferSize = MaxResponseBytes };
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
