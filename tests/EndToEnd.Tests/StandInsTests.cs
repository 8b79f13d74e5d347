using EndToEnd.Tests.Vendors;
using Sandbox;

namespace EndToEnd.Tests;

/// <summary>A hub of somebody's own against the simulated vendors, with the settings that the Sandbox writes for it.</summary>
public sealed class StandInsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-stand-ins-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task HubWithTheirSettings_TakesTheirWebhooksAndMovesWithTheirClock()
    {
        await using var hub = new HubProcess(new Dictionary<string, string>(), folder, HubProcess.AddressAt(Ports.Free()));
        await using var standIns = await StandIns.StartAsync(new() { Seed = 1 }, hub.Address);
        using var whatsApp = new VendorClient(standIns.Vendors.WhatsApp);
        var (early, told, _) = await whatsApp.PostAsync("_sandbox/clock", """{"advance": "25:00:00"}""");
        (early, standIns.Vendors.Clock.Ahead).ShouldBe((409, TimeSpan.Zero), "no hub runs yet");
        ((string)told!["error"]!).ShouldStartWith("The hub's clock cannot be moved");
        var file = Path.Combine(folder, "appsettings.json");
        standIns.Write(file);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await hub.StartAsync(TimeSpan.Zero, CancellationToken.None);

        (await whatsApp.PostAsync("_sandbox/messages", """{"from": "+4915100000001", "name": "Ada", "text": "Hello"}""")).Status.ShouldBe(200);
        await Eventually.HoldsAsync(() => standIns.Vendors.Zendesk.State.Tickets.Count == 1);
        using var desk = new VendorClient(standIns.Vendors.Zendesk);
        (await desk.PostAsync("_sandbox/clock", """{"advance": "25:00:00"}""")).Status.ShouldBe(200);
        (await desk.PostAsync("_sandbox/tickets/newest/comments", """{"text": "Good morning"}""")).Status.ShouldBe(200);
        await Eventually.HoldsAsync(() => standIns.Vendors.WhatsApp.State.Messages.Any(message => message.Template == "we_have_an_answer"));
    }
}
