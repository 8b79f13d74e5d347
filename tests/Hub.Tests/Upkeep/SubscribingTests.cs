using System.Collections.Concurrent;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Storage;
using Hub.Tests.Pipeline;
using Hub.Upkeep;

namespace Hub.Tests.Upkeep;

/// <summary>What the vendor is asked, when, and what is kept of its answer.</summary>
public class SubscribingTests
{
    private const string Field = "routes: [{id: field, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: t}}]";
    private static readonly SubscriptionState Fine = new SubscriptionState.Known();
    private readonly ConcurrentQueue<Uri> asked = new();

    [Fact]
    public async Task ConnectionIsSubscribedAtOnce_AndLookedAtHourly()
    {
        await using var hub = await StartAsync(_ => new SubscriptionState.Known { Changed = ["orders/create was subscribed."], EndsAt = HubUnderTest.Start.AddDays(7) });
        var row = await RowAsync(hub, row => row.SeenAt is not null);
        row.ShouldBe(row with { Address = "https://hub.example/webhooks/fake", SeenAt = HubUnderTest.Start, EndsAt = HubUnderTest.Start.AddDays(7), LookAt = HubUnderTest.Start.AddHours(1) });
        hub.Log.Of(2811).ShouldBe(["Webhooks of the connection fake: orders/create was subscribed."]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(59));
        asked.ShouldHaveSingleItem().AbsoluteUri.ShouldBe("https://hub.example/webhooks/fake");
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await RowAsync(hub, row => row.LookAt == HubUnderTest.Start.AddHours(2));
        asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task WhatEndsSooner_IsLookedAtSooner()
    {
        await using var hub = await StartAsync(_ => new SubscriptionState.Known { LookAgainAt = HubUnderTest.Start.AddMinutes(30) });
        (await RowAsync(hub, row => row.SeenAt is not null)).LookAt.ShouldBe(HubUnderTest.Start.AddMinutes(30));
    }

    [Fact]
    public async Task WhatOnlyAPersonCanMend_IsToldOnce()
    {
        await using var hub = await StartAsync(_ => new SubscriptionState.Known { Missing = ["Switch the webhook on."] });
        (await RowAsync(hub, row => row.SeenAt is not null)).Missing.ShouldBe(["Switch the webhook on."]);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await RowAsync(hub, row => row.LookAt == HubUnderTest.Start.AddHours(2));
        hub.Log.Of(2812).ShouldHaveSingleItem().ShouldContain("Switch the webhook on.");
    }

    [Fact]
    public async Task VendorThatDoesNotAnswer_IsAskedAgainByTheRetrySchedule_AndWhatWasSeenIsKept()
    {
        var answers = new Queue<SubscriptionState>([new SubscriptionState.Known { EndsAt = HubUnderTest.Start.AddDays(1) }, new SubscriptionState.Failed(new(FailureKind.Transient, "503", "It is down."))]);
        await using var hub = await StartAsync(_ => answers.Count > 0 ? answers.Dequeue() : Fine);
        await RowAsync(hub, row => row.SeenAt is not null);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        var failed = await RowAsync(hub, row => row.Error is not null);
        failed.ShouldBe(failed with { SeenAt = HubUnderTest.Start, EndsAt = HubUnderTest.Start.AddDays(1), Attempts = 1, Error = "503: It is down." });
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await RowAsync(hub, row => row.Error is null)).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task WithoutAPublicAddress_NothingIsSubscribed()
    {
        await using var hub = await StartAsync(_ => Fine, url: null);
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        asked.ShouldBeEmpty();
    }

    private async Task<HubUnderTest> StartAsync(Func<Uri, SubscriptionState> answer, string? url = "https://hub.example") => await HubUnderTest.StartAsync(
        Field,
        settings: new HubOptions { PublicUrl = url is null ? null : new(url) },
        vendor: vendor => vendor.OnSubscribe = address =>
        {
            asked.Enqueue(address);
            return answer(address);
        },
        more: services => services.AddUpkeep());

    private static async Task<SubscriptionRow> RowAsync(HubUnderTest hub, Func<SubscriptionRow, bool> holds)
    {
        SubscriptionRow? found = null;
        await hub.UntilAsync(async sql => (found = await Subscriptions.FindAsync(sql, "fake")) is not null && holds(found), "it is kept how they stand");
        return found!;
    }
}
