using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.Zendesk;
using Sandbox.Vendors;
using Sandbox.Zendesk;

namespace Connectors.Tests.Zendesk;

/// <summary>The connector, connected to the simulator of its vendor.</summary>
internal sealed class ZendeskStand : IAsyncDisposable
{
    private readonly SandboxClock clock;
    private readonly HttpClient client;

    private ZendeskStand(ZendeskSimulator vendor, SandboxClock clock)
    {
        (Vendor, this.clock) = (vendor, clock);
        client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = vendor.Address };
        Connection = With(options => options);
    }

    public static ZendeskConnector Connector => ZendeskStandIn.Connector;

    public ZendeskSimulator Vendor { get; }

    public Connection Connection { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public static async Task<ZendeskStand> StartAsync()
    {
        var time = new SandboxClock();
        return new(await ZendeskSimulator.StartAsync(new(time, new Dice(1, "zendesk"))), time);
    }

    /// <summary>A connection with other options than the usual ones.</summary>
    public Connection With(Func<ZendeskOptions, ZendeskOptions> change) => new(
        "desk", Connector,
        change(new()
        {
            Subdomain = Vendor.Settings["Subdomain"],
            Email = Vendor.Settings["Email"],
            ApiToken = new([Vendor.Settings["ApiToken"]]),
            SigningSecret = new([Vendor.Settings["SigningSecret"]]),
        }),
        client, clock);

    public void Advance(TimeSpan by) => clock.Advance(by);

    /// <summary>A ticket that somebody opens, by its number.</summary>
    public long Open(string? externalId = null)
    {
        var ticket = new JsonObject { ["subject"] = "Lamp", ["comment"] = new JsonObject { ["body"] = "It does not shine." }, ["tags"] = new JsonArray("whatsapp"), ["external_id"] = externalId };
        return (long)Vendor.State.Create(new JsonObject { ["ticket"] = ticket }, null, "").Json!["ticket"]!["id"]!;
    }

    /// <summary>The events of all webhooks that were sent from one on, oldest first.</summary>
    public List<IncomingEvent> Brought(int from = 0) => [.. Vendor.Webhook.Sent.Skip(from).Select(sent => Connector.Read(new()
    {
        Method = "POST",
        Suffix = "",
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
