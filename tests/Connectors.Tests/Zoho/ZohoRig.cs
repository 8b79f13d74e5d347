using Hub.Connectors;
using Hub.Connectors.Zoho;
using Sandbox.Vendors;
using Sandbox.Zoho;

namespace Connectors.Tests;

/// <summary>The connector, connected to the simulated CRM, whose notifications are gathered.</summary>
internal sealed class ZohoRig : IAsyncDisposable
{
    public static readonly Uri HubAddress = new("https://hub.example.com/webhooks/zoho");

    private readonly HttpClient http;

    private ZohoRig(SandboxClock clock, ZohoSimulator vendor)
    {
        (Clock, Vendor) = (clock, vendor);
        http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = vendor.Address };
        Connection = new("zoho", Zoho.ZohoStandIn.Connector, OptionsOf(vendor), http, clock);
        Tokens = new(Connection);
        Connection.Tokens = Tokens;
    }

    public SandboxClock Clock { get; }

    public ZohoSimulator Vendor { get; }

    public Connection Connection { get; }

    public GivenTokens Tokens { get; }

    public static async Task<ZohoRig> StartAsync()
    {
        var clock = new SandboxClock();
        return new(clock, await ZohoSimulator.StartAsync(new(clock, new Dice(1, "zoho"))));
    }

    /// <summary>The options that the simulator's settings are.</summary>
    public static ZohoOptions OptionsOf(IVendor vendor) => new()
    {
        ClientId = vendor.Settings["ClientId"],
        ClientSecret = new([vendor.Settings["ClientSecret"]]),
        RefreshToken = new([vendor.Settings["RefreshToken"]]),
        WebhookSecret = new([vendor.Settings["WebhookSecret"]]),
        AccountsUrl = new(vendor.Settings["AccountsUrl"]),
        HubUser = vendor.Settings["HubUser"],
        Currency = vendor.Settings["Currency"],
    };

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Vendor.DisposeAsync();
        Clock.Dispose();
    }
}
