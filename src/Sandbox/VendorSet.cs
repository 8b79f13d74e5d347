using Sandbox.HubSpot;
using Sandbox.Shopify;
using Sandbox.Square;
using Sandbox.Vendors;
using Sandbox.WhatsApp;
using Sandbox.Zendesk;
using Sandbox.Zoho;

namespace Sandbox;

/// <summary>The vendors and their time.</summary>
internal sealed record VendorSet(SandboxClock Clock, WhatsAppSimulator WhatsApp, ZendeskSimulator Zendesk, ShopifySimulator Shopify, HubSpotSimulator HubSpot, ZohoSimulator Zoho, SquareSimulator Square)
{
    /// <summary>Each with the name of the hub's connection to it, which is the last part of its webhooks' address.</summary>
    public IReadOnlyList<(string Connection, IVendor Vendor)> Connected => [("wa", WhatsApp), ("desk", Zendesk), ("shop", Shopify), ("crm", HubSpot), ("zoho", Zoho), ("bookings", Square)];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["whatsapp", "zendesk", "shopify", "hubspot", "zoho", "square"];

    /// <summary>Starts them, with the templates that the project's mapping files use.</summary>
    /// <param name="settings">Seed, ports and the shop's plan.</param>
    /// <param name="hub">The hub's address as it is registered with them.</param>
    public static async Task<VendorSet> StartAsync(WorldSettings settings, Uri hub)
    {
        var clock = new SandboxClock();
        var vendors = new VendorSet(
            clock,
            await WhatsAppSimulator.StartAsync(Kit("whatsapp", 1)),
            await ZendeskSimulator.StartAsync(Kit("zendesk", 2)),
            await ShopifySimulator.StartAsync(Kit("shopify", 3), settings.ShopPlan),
            await HubSpotSimulator.StartAsync(Kit("hubspot", 4)),
            await ZohoSimulator.StartAsync(Kit("zoho", 5)),
            await SquareSimulator.StartAsync(Kit("square", 6)));
        foreach (var template in StandardTemplates.All) vendors.WhatsApp.State.Add(template);
        return vendors;

        VendorKit Kit(string name, int offset) => new(clock, new(settings.Seed, name), settings.Port == 0 ? 0 : settings.Port + offset) { PublicUrl = hub };
    }
}
