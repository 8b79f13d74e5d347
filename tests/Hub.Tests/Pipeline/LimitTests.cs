using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class LimitTests
{
    private const string Phone = "4915112345678";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task OverTheLimit_IsRefusedAsCapped_AndTheNextTimeIsFreeAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(
            Routes("{count: 2, per: route, in: 1h}") + "\n  - {id: told, after: r, outcome: [capped], do: fake.set_field, with: {record: told, text: \"${failure.outcome}\"}}");
        await hub.SendAsync(Events(3));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "refused(capped)"]);
        hub.Vendor.Texts("fake.set_field")[^1].ShouldBe("capped");
        await hub.AdvanceAsync(Hour - TimeSpan.FromSeconds(1));
        await hub.SendAsync(Events(1));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(1));
        await hub.SendAsync(Events(1));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "refused(capped)", "refused(capped)", "done"]);
    }

    [Fact]
    public async Task Hold_WaitsUntilTheOldestFallsOut()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes("{count: 2, per: route, in: 1h, over: hold}"));
        await hub.SendAsync(Events(1));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(10));
        await hub.SendAsync(Events(3));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "scheduled", "scheduled"]);
        (await hub.CommandsAsync("r"))[2].WakeAt.ShouldBe(HubUnderTest.Start + Hour);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(50));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "done", "scheduled"]);
        (await hub.CommandsAsync("r"))[3].WakeAt.ShouldBe(HubUnderTest.Start + Hour + TimeSpan.FromMinutes(10));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "done", "done"]);
    }

    [Fact]
    public async Task Newest_ReplacesTheOneThatWaits()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes("{count: 1, per: route, in: 1h, over: newest}"));
        foreach (var text in new[] { "1", "2", "3" }) await hub.SendAsync(new FakeEvent { Text = text });
        (await hub.StatesAsync("r")).ShouldBe(["done", "cancelled(replaced)", "scheduled"]);
        await hub.RestartAsync(Routes("{count: 1, per: route, in: 1h, over: newest}"), crash: true);
        await hub.AdvanceAsync(Hour);
        (await hub.StatesAsync("r")).ShouldBe(["done", "cancelled(replaced)", "done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["1", "3"]);
    }

    [Theory]
    [InlineData("${event.record}", new[] { "done", "refused(capped)", "done" })]
    [InlineData("${event.text}", new[] { "done", "done", "done" })]
    public async Task LimitPerText_CountsEachTextByItself(string per, string[] states)
    {
        await using var hub = await HubUnderTest.StartAsync(Routes($"{{count: 1, per: \"{per}\", in: 1h}}"));
        await hub.SendAsync(new FakeEvent { Text = "a" });
        await hub.SendAsync(new FakeEvent { Text = "b" });
        await hub.SendAsync(new FakeEvent { Text = "c", Record = "2" });
        (await hub.StatesAsync("r")).ShouldBe(states);
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("thread")]
    public async Task LimitOfMessages_CountsThoseToOnePerson(string per)
    {
        await using var hub = await HubUnderTest.StartAsync(Messages($"{{count: 1, per: {per}, in: 1d}}"));
        foreach (var phone in new[] { Phone, Phone, "4915112345679" }) await hub.SendAsync(new FakeEvent { Phone = phone });
        (await hub.StatesAsync("r")).ShouldBe(["done", "refused(capped)", "done"]);
    }

    [Fact]
    public async Task WriteForNobody_CannotBeCountedAndFailsTheRoute()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes("{count: 1, per: customer, in: 1h}"));
        await hub.SendAsync(new FakeEvent());
        (await hub.EventStatesAsync()).ShouldBe(["parked(route_failed)"]);
        (await hub.CommandsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FailureKind.Rejected, "parked(rejected)")]
    [InlineData(FailureKind.NoWhatsApp, "refused(no_whatsapp)")]
    public async Task CallWithoutEffect_GivesItsPlaceBack(FailureKind failure, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(Messages("{count: 1, per: customer, in: 1d}"));
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(failure));
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        (await hub.StatesAsync("r")).ShouldBe([state, "done"]);
    }

    [Fact]
    public async Task CallOfWhichNobodyKnows_KeepsItsPlace()
    {
        await using var hub = await HubUnderTest.StartAsync(Messages("{count: 1, per: customer, in: 1d}"));
        hub.Vendor.Answer("fake.send_template", hub.Vendor.DoAndLoseAnswer());
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.StatesAsync("r")).ShouldBe(["unknown", "refused(capped)"]);
    }

    [Fact]
    public async Task CommandThatIsTriedAgain_CountsOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes("{count: 1, per: route, in: 1h}"));
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Unknown), FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(40));
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM quota_use")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task CommandWhoseFirstAttemptMayHaveHappened_KeepsItsPlaceWhenALaterOneFails()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes("{count: 1, per: route, in: 1h}"));
        hub.Vendor.Answer("fake.set_field", hub.Vendor.DoAndLoseAnswer(), FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent { Record = "1" });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        await hub.SendAsync(new FakeEvent { Record = "2" });
        (await hub.StatesAsync("r")).ShouldBe(["waiting", "refused(capped)"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(40));
        (await hub.StatesAsync("r")).ShouldBe(["done", "refused(capped)"]);
    }

    [Fact]
    public async Task MessageThatTheVendorFailsAfterwards_GivesItsPlaceBack()
    {
        await using var hub = await HubUnderTest.StartAsync(Messages("{count: 1, per: customer, in: 1d}"));
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        var message = (await hub.CommandsAsync("r"))[0].VendorId;
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = message, Status = MessageStatus.Failed, Failure = FailureKind.NoWhatsApp });
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        (await hub.StatesAsync("r")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task Replay_ObeysTheLimit()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes("{count: 1, per: route, in: 1h}"));
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(Events(1));
        await hub.SendAsync(Events(1));
        await hub.Control.ReplayAsync((await hub.CommandsAsync("r"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("r")).ShouldBe(["refused(capped)", "done"]);
    }

    [Theory]
    [InlineData(1, "hold")]
    [InlineData(2, "hold")]
    [InlineData(3, "drop")]
    [InlineData(4, "newest")]
    public async Task ManyLinesAtOnce_NeverBringMoreThanTheLimitWithinItsTime(int seed, string over)
    {
        const int count = 3;
        var random = new Random(seed);
        var effects = new List<DateTimeOffset>();
        await using var hub = await HubUnderTest.StartAsync(Routes($"{{count: {count}, per: route, in: 1h, over: {over}}}"));
        for (var i = 0; i < 60; i++)
        {
            var answer = random.Next(4) switch { 0 => FakeVendor.Fail(FailureKind.Transient), 1 => FakeVendor.Fail(FailureKind.Rejected), _ => hub.Vendor.Succeed() };
            hub.Vendor.Answer("fake.set_field", async (call, cancel) =>
            {
                var outcome = await answer(call, cancel);
                lock (effects) if (outcome is ActionOutcome.Done) effects.Add(hub.Clock.GetUtcNow());
                return outcome;
            });
        }

        for (var step = 0; step < 12; step++)
        {
            if (step < 6) await hub.SendAsync([.. Enumerable.Range(0, 6).Select(record => new FakeEvent { Record = $"{step}-{record}" })]);
            await hub.AdvanceAsync(TimeSpan.FromMinutes(10 + random.Next(40)));
        }

        var sorted = effects.Order().ToList();
        sorted.Count.ShouldBeGreaterThan(count);
        sorted.Zip(sorted.Skip(count)).ShouldAllBe(pair => pair.Second - pair.First >= Hour);
    }

    private static FakeEvent[] Events(int count) => [.. Enumerable.Range(0, count).Select(_ => new FakeEvent())];

    private static string Routes(string limit) =>
        $$"""
        routes:
          - {id: r, on: fake.thing.happened, limit: {{limit}}, do: fake.set_field, with: {record: "${event.record}", text: "${event.text}"} }
        """;

    private static string Messages(string limit) =>
        $$"""
        routes:
          - {id: r, on: fake.thing.happened, max_age: 72h, limit: {{limit}}, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: news, language: [en]} }
        """;
}
