using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using Sandbox.Vendors;
using Sandbox.WhatsApp;

namespace Connectors.Tests.WhatsApp;

/// <summary>The connector, connected to the simulator of its vendor.</summary>
internal sealed class WhatsAppSetupStand : IAsyncDisposable
{
    private readonly SandboxClock clock;
    private readonly HttpClient client;

    private WhatsAppSetupStand(WhatsAppSimulator vendor, SandboxClock clock)
    {
        (Vendor, this.clock) = (vendor, clock);
        client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = vendor.Address };
        foreach (var template in StandardTemplates.All.Where(template => template.Status == "APPROVED")) vendor.State.Add(template);
        Connection = With(options => options);
    }

    public static IMessagingConnector Connector => WhatsAppStand.Connector;

    public WhatsAppSimulator Vendor { get; }

    public Connection Connection { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Where webhooks are to come to: where the simulator's app sends them.</summary>
    public static Uri Address { get; } = new("https://hub.example.test/webhooks/wa");

    public static async Task<WhatsAppSetupStand> StartAsync()
    {
        var time = new SandboxClock();
        return new(await WhatsAppSimulator.StartAsync(new(time, new Dice(1, "whatsapp"))), time);
    }

    /// <summary>A connection with other options than the usual ones.</summary>
    public Connection With(Func<WhatsAppOptions, WhatsAppOptions> change) => new(
        "wa", Connector,
        change(new()
        {
            AppSecret = new([Vendor.Settings["AppSecret"]]),
            VerifyToken = new([Vendor.Settings["VerifyToken"]]),
            AccessToken = new([Vendor.Settings["AccessToken"]]),
            PhoneNumberId = Vendor.Settings["PhoneNumberId"],
            BusinessAccountId = Vendor.Settings["BusinessAccountId"],
        }),
        client, clock);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Vendor.DisposeAsync();
        clock.Dispose();
    }
}
