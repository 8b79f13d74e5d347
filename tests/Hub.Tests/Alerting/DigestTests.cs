using System.Text.Json;
using Hub.Connectors;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Alerting;

public class DigestTests
{
    // The clock of these tests begins at 9:00 UTC.
    private static readonly (string, string)[] At = [("Digest:At", "10:00"), ("Digest:Zone", "UTC"), ("parked:Enabled", "false")];

    [Fact]
    public async Task Digest_IsPostedOnceADay_WithTheSumsOfTheDay()
    {
        await using var receiver = await Receiving.StartAsync();
        await using var hub = await AlertingHub.StartAsync(receiver, At);
        await hub.SendAsync(new FakeEvent { Record = "before" });
        await hub.LookAsync();
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Record = "wrong" });
        await hub.SendAsync(new FakeEvent { Record = "right" });
        await hub.LookAsync();
        hub.Clock.Advance(TimeSpan.FromHours(2));
        await hub.LookAsync();
        await hub.LookAsync();
        await hub.ReceivedAsync(receiver, 1);
        var digest = JsonElement.Parse(receiver.All[0].Body);
        digest.GetProperty("type").GetString().ShouldBe("hub.digest");
        var data = digest.GetProperty("data");
        data.GetProperty("commands").ToString().ShouldBe("""{"came":2,"done":1,"parked":1,"pending":0}""");
        data.GetProperty("parkedGroups").ToString().ShouldBe("""[{"kind":"command","name":"shipped","reason":"rejected","count":1}]""");
        hub.Clock.Advance(TimeSpan.FromHours(24));
        await hub.LookAsync();
        await hub.ReceivedAsync(receiver, 2);
        JsonElement.Parse(receiver.All[1].Body).GetProperty("data").GetProperty("commands").ToString().ShouldBe("""{"came":0,"done":0,"parked":0,"pending":0}""");
        receiver.All.Select(post => post.Headers["webhook-id"]).ShouldBe(["digest-202611211000", "digest-202611221000"]);
    }

    [Fact]
    public async Task DaysWithoutTheHub_AreOneDigest()
    {
        await using var receiver = await Receiving.StartAsync();
        await using var hub = await AlertingHub.StartAsync(receiver, At);
        await hub.LookAsync();
        hub.Clock.Advance(TimeSpan.FromDays(5));
        await hub.RestartAsync(AlertingHub.Set);
        await hub.LookAsync();
        await hub.LookAsync();
        await hub.ReceivedAsync(receiver, 1);
        (await hub.ListAsync("SELECT id FROM alert_post")).Count.ShouldBeLessThan(2);
        receiver.All.Count.ShouldBe(1);
    }
}
