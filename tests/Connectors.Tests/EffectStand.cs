using Hub.Connectors;
using Hub.Connectors.HubSpot;
using Hub.Connectors.Shopify;
using Hub.Connectors.Square;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Hub.Connectors.Zoho;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sandbox.HubSpot;
using Sandbox.Shopify;
using Sandbox.Square;
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
    private readonly DelegatingHandler? between;

    private EffectStand(DelegatingHandler? between, SandboxClock clock, WhatsAppSimulator whatsApp, ZendeskSimulator zendesk, ShopifySimulator shopify, HubSpotSimulator hubSpot, ZohoSimulator zoho, SquareSimulator square)
    {
        (this.between, this.clock) = (between, clock);
        (WhatsApp, Zendesk, Shopify, HubSpot, Zoho, Square) = (whatsApp, zendesk, shopify, hubSpot, zoho, square);
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
            Connect("crm", hubSpot, new HubSpotOptions
            {
                PortalId = hubSpot.Settings["PortalId"],
                AppId = hubSpot.Settings["AppId"],
                ClientSecret = new([hubSpot.Settings["ClientSecret"]]),
                AccessToken = new([hubSpot.Settings["AccessToken"]]),
                WebhookUrl = hubSpot.Settings["WebhookUrl"],
            }),
            Connect("zoho", zoho, ZohoRig.OptionsOf(zoho)),
            Connect("bookings", square, new SquareOptions
            {
                SignatureKey = new([square.Settings["SignatureKey"]]),
                NotificationUrl = square.Settings["NotificationUrl"],
                AccessToken = new([square.Settings["AccessToken"]]),
                ApplicationToken = new([square.Settings["ApplicationToken"]]),
            }),
        ];
    }

    /// <summary>The connectors as the hub registers them.</summary>
    public static IReadOnlyList<IConnector> Connectors { get; } =
        [.. new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddWhatsApp().AddZendesk().AddShopify().AddHubSpot().AddZoho().AddSquare().BuildServiceProvider().GetServices<IConnector>()];

    public WhatsAppSimulator WhatsApp { get; }

    public ZendeskSimulator Zendesk { get; }

    public ShopifySimulator Shopify { get; }

    public HubSpotSimulator HubSpot { get; }

    public ZohoSimulator Zoho { get; }

    public SquareSimulator Square { get; }

    public IReadOnlyList<(Connection Connection, IVendor Vendor)> Connections { get; }

    /// <summary>Starts the simulators and connects to them.</summary>
    /// <param name="between">What sees every request on its way, with nothing behind it yet; null for nothing.</param>
    public static async Task<EffectStand> StartAsync(DelegatingHandler? between = null)
    {
        var time = new SandboxClock();
        var stand = new EffectStand(
            between,
            time,
            await WhatsAppSimulator.StartAsync(new(time, new Dice(1, "whatsapp"))),
            await ZendeskSimulator.StartAsync(new(time, new Dice(1, "zendesk"))),
            await ShopifySimulator.StartAsync(new(time, new Dice(1, "shopify")), ShopPlan.Standard),
            await HubSpotSimulator.StartAsync(new(time, new Dice(1, "hubspot"))),
            await ZohoSimulator.StartAsync(new(time, new Dice(1, "zoho"))),
            await SquareSimulator.StartAsync(new(time, new Dice(1, "square"))));
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
        between?.InnerHandler ??= new SocketsHttpHandler { UseProxy = false };
        var http = new HttpClient(between ?? (HttpMessageHandler)new SocketsHttpHandler { UseProxy = false }, disposeHandler: between is null) { BaseAddress = vendor.Address };
        clients.Add(http);
        var connection = new Connection(name, Connectors.Single(c => c.Name == vendor.Name), options, http, clock);
        if (connection.Connector is IOAuthConnector) connection.Tokens = new GivenTokens(connection);
        return (connection, vendor);
    }
}
