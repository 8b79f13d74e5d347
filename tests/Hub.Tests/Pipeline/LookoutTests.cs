using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class LookoutTests
{
    private const string Set = "routes: [{id: shipped, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: t}}]";

    [Fact]
    public async Task RouteThatTheBrakeStops_IsToldOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Rejected), 21)]);
        for (var i = 0; i < 21; i++) await hub.SendAsync(new FakeEvent { Record = $"{i}" });
        await ToldAsync(hub, 1601);
        hub.Log.Of(1601).ShouldBe(
            ["The route shipped is paused: It parked more than 20 commands within 10 minutes. Mend the route or its vendor, then resume it. When it is mended: hub resume shipped --kind route"]);
    }

    [Fact]
    public async Task BrakeOfMendedFiles_CountsAnew()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Rejected), 22)]);
        for (var i = 0; i < 21; i++) await hub.SendAsync(new FakeEvent { Record = $"{i}" });
        await hub.RestartAsync(Set.Replace("text: t", "text: mended", StringComparison.Ordinal));
        await hub.Control.ResumeAsync("route", "shipped", CancellationToken.None);
        await hub.SendAsync(new FakeEvent { Record = "last" });
        (await hub.StatesAsync()).ShouldAllBe(state => state == "parked(rejected)");
        (await hub.ListAsync("SELECT name FROM pause")).ShouldBeEmpty();
    }

    [Fact]
    public async Task RouteWhoseConditionFails_IsStoppedByTheBrakeToo()
    {
        await using var hub = await HubUnderTest.StartAsync(Set.Replace("do:", "if: 10 / (event.number - 1) > 0, do:", StringComparison.Ordinal));
        for (var i = 0; i < 20; i++) await hub.SendAsync(new FakeEvent { Record = $"{i}" });
        (await hub.ListAsync("SELECT name FROM pause")).ShouldBeEmpty();
        await hub.SendAsync(new FakeEvent { Record = "last" });
        (await hub.ListAsync("SELECT name || ' ' || by FROM pause")).ShouldBe(["shipped brake"]);
        (await hub.ListAsync("SELECT text FROM alert")).ShouldBe(["The route shipped was paused. It failed for more than 20 events within 10 minutes. Mend the route, resume it and replay what is parked."]);
        (await hub.EventStatesAsync()).ShouldAllBe(state => state.StartsWith("parked"));
    }

    [Fact]
    public async Task RefusedCredentials_AreTold_AndAPauseByHandIsNot()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        await hub.Control.PauseAsync("route", "shipped", "by hand", CancellationToken.None);
        await hub.Control.ResumeAsync("route", "shipped", CancellationToken.None);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Unauthorized));
        await hub.SendAsync(new FakeEvent());
        await ToldAsync(hub, 1601);
        hub.Log.Of(1601).ShouldBe(["The connection fake is paused: code: It failed. When it is mended: hub resume fake --kind connection"]);
    }

    [Fact]
    public async Task LineBlockedFor15Minutes_IsToldOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 8)]);
        await hub.SendAsync(new FakeEvent { Record = "491511234567" });
        foreach (var minutes in (double[])[0.1, 0.6, 6, 7]) await hub.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        hub.Log.Of(1602).ShouldBeEmpty();
        await hub.AdvanceAsync(TimeSpan.FromMinutes(2));
        await ToldAsync(hub, 1602);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(20));
        await hub.AdvanceAsync(TimeSpan.FromHours(3));
        hub.Log.Of(1602).ShouldBe(["The line fake/fake.record/…4567 of the command queue has been blocked since 2026-11-21 09:00:00Z by retry."]);
    }

    [Fact]
    public async Task BlockedLine_IsAnAlert_OnceAlsoAcrossRestarts()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 8)]);
        await hub.SendAsync(new FakeEvent { Record = "491511234567" });
        foreach (var minutes in (double[])[0.1, 0.6, 6, 10]) await hub.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        await ToldAsync(hub, 1602);
        await hub.RestartAsync(Set);
        await hub.Control.PauseAsync("route", "shipped", "by hand", CancellationToken.None);
        await hub.WriteAsync("INSERT INTO pause (kind, name, reason, by, at) VALUES ('route', 'other', 'r', 'brake', 0)");
        await ToldAsync(hub, 1601);
        (await hub.ListAsync("SELECT level || ' ' || text FROM alert")).ShouldBe(["warning The line fake/fake.record/…4567 of the command queue has been blocked since 2026-11-21 09:00:00Z by retry."]);
        hub.Log.Of(1602).Count.ShouldBe(1);
    }

    [Fact]
    public async Task LineThatWaitsForTemplates_IsBlocked_UntilTheyAreFetched()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: send, on: fake.message.received, max_age: 72h, do: fake.send_template, with: {to: \"${customer}\", template: news, language: [en]}}]", withoutTemplates: true);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "61400000001" });
        (await hub.ListAsync("SELECT blocked_by FROM line")).ShouldBe(["templates:fake"]);
        for (var times = 0; times < 5; times++) await hub.AdvanceAsync(TimeSpan.FromMinutes(4));
        await ToldAsync(hub, 1602);
        hub.Vendor.OnListTemplates = null;
        hub.RefreshTemplates();
        await hub.UntilCalledAsync("fake.send_template");
        await hub.SettleAsync();
    }

    private static Task ToldAsync(HubUnderTest hub, int id) => hub.UntilAsync(_ => ValueTask.FromResult(hub.Log.Of(id).Count > 0), $"message {id} is logged");
}
