using Hub.Connectors;
using Hub.Connectors.Shopify;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Hub.Connectors.Zoho;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sandbox.Shopify;
using Sandbox.Vendors;
using Sandbox.WhatsApp;
using Sandbox.Zendesk;
using Sandbox.Zoho;

namespace Connectors.Tests;

/// <summary>The connectors, each connected to its vendor's simulator.</summary>
internal sealed class EffectStand : IAsyncDisposable
{
    private readonly SandboxClock clock;
    private readonly List<HttpClient> clients = [];

    private EffectStand(SandboxClock clock, WhatsAppSimulator whatsApp, ZendeskSimulator zendesk, ShopifySimulator shopify, ZohoSimulator zoho)
    {
        this.clock = clock;
        (WhatsApp, Zendesk, Shopify, Zoho) = (whatsApp, zendesk, shopify, zoho);
        Connections =
        [
            Connect("wa", whatsApp, new WhatsAppOptions
            {
                AppSecret = new([whatsApp.Settings["AppSecret"]]),
                VerifyToken = new([whatsApp.Settings["VerifyToken"]]),
                AccessToken = new([whatsApp.Settings["AccessToken"]]),
                PhoneNumberId = whatsApp.Settings["PhoneNumberId"],
                BusinessAccountId = whatsApp.Settings["BusinessAccountId"],
            }),
            Connect("desk", zendesk, new ZendeskOptions
            {
                Subdomain = zendesk.Settings["Subdomain"],
                Email = zendesk.Settings["Email"],
                ApiToken = new([zendesk.Settings["ApiToken"]]),
                SigningSecret = new([zendesk.Settings["SigningSecret"]]),
            }),
            Connect("shop", shopify, new ShopifyOptions
            {
                Shop = shopify.Settings["Shop"],
                ClientSecret = new([shopify.Settings["ClientSecret"]]),
                AccessToken = new([shopify.Settings["AccessToken"]]),
            }),
            Connect("zoho", zoho, ZohoRig.OptionsOf(zoho)),
        ];
    }

    /// <summary>The connectors as the hub registers them.</summary>
    public static IReadOnlyList<IConnector> Connectors { get; } =
        [.. new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddWhatsApp().AddZendesk().AddShopify().AddZoho().BuildServiceProvider().GetServices<IConnector>()];

    public WhatsAppSimulator WhatsApp { get; }

    public ZendeskSimulator Zendesk { get; }

    public ShopifySimulator Shopify { get; }

    public ZohoSimulator Zoho { get; }

    public IReadOnlyList<(Connection Connection, IVendor Vendor)> Connections { get; }

    public static async Task<EffectStand> StartAsync()
    {
        var time = new SandboxClock();
        var stand = new EffectStand(
            time,
            await WhatsAppSimulator.StartAsync(new(time, new Dice(1, "whatsapp"))),
            await ZendeskSimulator.StartAsync(new(time, new Dice(1, "zendesk"))),
            await ShopifySimulator.StartAsync(new(time, new Dice(1, "shopify")), ShopPlan.Standard),
            await ZohoSimulator.StartAsync(new(time, new Dice(1, "zoho"))));
        foreach (var template in StandardTemplates.All) stand.WhatsApp.State.Add(template);
        return stand;
    }

    /// <summary>The connection and the simulator of an action.</summary>
    public (Connection Connection, IVendor Vendor, IAction Action) Of(string action) =>
        Connections.Select(c => (c.Connection, c.Vendor, Action: c.Connection.Connector.Actions.FirstOrDefault(a => a.Name == action)!)).Single(c => c.Action is not null);

    /// <summary>Lets time pass at the vendors.</summary>
    public void Advance(TimeSpan by) => clock.Advance(by);

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        foreach (var (_, vendor) in Connections) await vendor.DisposeAsync();
        clock.Dispose();
    }

    private (Connection Connection, IVendor Vendor) Connect(string name, IVendor vendor, object options)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = vendor.Address };
        clients.Add(http);
        var connection = new Connection(name, Connectors.Single(c => c.Name == vendor.Name), options, http, clock);
        if (connection.Connector is IOAuthConnector) connection.Tokens = new GivenTokens(connection);
        return (connection, vendor);
    }
}
