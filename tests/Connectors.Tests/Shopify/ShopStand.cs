using Hub.Connectors;
using Hub.Connectors.Shopify;
using Microsoft.Extensions.Logging.Abstractions;
using Sandbox.Shopify;
using Sandbox.Vendors;

namespace Connectors.Tests.Shopify;

/// <summary>The connector, connected to the simulator of a shop.</summary>
internal sealed class ShopStand : IAsyncDisposable
{
    private readonly SandboxClock clock;
    private readonly HttpClient client;

    private ShopStand(ShopifySimulator vendor, SandboxClock clock)
    {
        (Vendor, this.clock) = (vendor, clock);
        client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = vendor.Address };
        Connector = new(Shop.Mapper, new AdminApi(NullLogger<AdminApi>.Instance));
        Connection = With(new());
    }

    public ShopifySimulator Vendor { get; }

    public ShopifyConnector Connector { get; }

    public Connection Connection { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public static async Task<ShopStand> StartAsync()
    {
        var time = new SandboxClock();
        return new(await ShopifySimulator.StartAsync(new(time, new Dice(1, "shopify")), ShopPlan.Plus), time);
    }

    /// <summary>A connection to the shop with other options than the usual ones.</summary>
    public Connection With(ShopifyOptions options) => new(
        "shop", Connector,
        options with
        {
            Shop = options.Shop.Length == 0 ? Vendor.Settings["Shop"] : options.Shop,
            ClientSecret = new([Vendor.Settings["ClientSecret"]]),
            AccessToken = options.AccessToken ?? new([Vendor.Settings["AccessToken"]]),
        },
        client, clock);

    public void Advance(TimeSpan by) => clock.Advance(by);

    /// <summary>The events of all webhooks that were sent from one on, oldest first.</summary>
    public List<IncomingEvent> Brought(int from = 0) => [.. Vendor.Sent.Sent.Skip(from).Select(sent => Connector.Read(new()
    {
        Method = "POST",
        Suffix = sent.Topic,
        Query = new Dictionary<string, string>(),
        Headers = new Dictionary<string, string>(sent.Sign(sent.Body, Now), StringComparer.OrdinalIgnoreCase),
        Body = sent.Body,
        ArrivedAt = Now,
    }).ShouldHaveSingleItem())];

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Vendor.DisposeAsync();
        clock.Dispose();
    }
}
