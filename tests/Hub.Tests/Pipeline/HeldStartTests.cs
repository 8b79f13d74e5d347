using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>A store that was put back from a copy knows nothing of what was done since: nothing of that is done twice, and nothing that had not been done is lost.</summary>
public class HeldStartTests
{
    private const string Phone = "4915112345678";
    private const string Routes =
        """
        routes:
          - {id: reply, on: fake.message.received, do: fake.reply, with: {to: "${phone(event.phone, 'DE')}", text: "${event.text}"}}
          - {id: ticket, on: fake.thing.happened, if: "event.text == 'ticket'", do: fake.create_ticket, with: {subject: a}}
          - {id: field, on: fake.thing.happened, if: "event.text != 'ticket'", do: fake.set_field, with: {record: a, text: "${event.text}"}}
          - {id: later, on: fake.message.received, at: "${now + duration('1h')}", do: fake.reply, with: {to: "${phone(event.phone, 'DE')}", text: later}}
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task WhatTheHubBeforeMayHaveDone_IsLookedFor_ParkedOrDoneAgain_ByItsEffectClass()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Text = "known" });
        await PutBackAsync(hub, copiedAt: HubUnderTest.Start + Hour, startedAt: HubUnderTest.Start + (2 * Hour));

        // The vendors deliver what happened in the lost time: the first by the hub's own hand already.
        var ticket = new FakeEvent { Text = "ticket", OccurredAt = HubUnderTest.Start + (1.5 * Hour) };
        hub.Vendor.OnFind = () => new ActionOutcome.Done(null, "1");
        await hub.SendAsync(ticket, new FakeEvent { Text = "again", OccurredAt = HubUnderTest.Start + (1.5 * Hour) });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "lost", OccurredAt = HubUnderTest.Start + (1.5 * Hour) });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "new", OccurredAt = HubUnderTest.Start + (2 * Hour) + TimeSpan.FromSeconds(1) });
        (await hub.Control.ResumeAsync(Pauses.Connection, "fake", CancellationToken.None)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
        (await hub.StatesAsync("ticket")).ShouldBe(["done"]);
        hub.Vendor.Calls("fake.create_ticket").ShouldBeEmpty();
        hub.Vendor.Finds.ShouldBe(1);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["known", "again"]);
        (await hub.StatesAsync("reply")).ShouldBe(["parked(unknown)", "done"]);
        (await hub.CommandsAsync("reply"))[0].Code.ShouldBe(CommandEnd.PutBack);
        hub.Vendor.Texts("fake.reply").ShouldBe(["new"]);

        // What was due only afterwards cannot have been sent.
        (await hub.StatesAsync("later")).ShouldBe(["scheduled", "scheduled"]);
    }

    [Fact]
    public async Task TicketOfTheLostTimeThatIsNotThere_IsMade()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Text = "known" });
        await PutBackAsync(hub, HubUnderTest.Start + Hour, HubUnderTest.Start + (2 * Hour));
        await hub.Control.ResumeAsync(Pauses.Connection, "fake", CancellationToken.None);
        await hub.SendAsync(new FakeEvent { Text = "ticket", OccurredAt = HubUnderTest.Start + Hour });
        (await hub.StatesAsync("ticket")).ShouldBe(["done"]);
        (hub.Vendor.Finds, hub.Vendor.Calls("fake.create_ticket").Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task MoreThanTwentyOfTheLostTime_PauseNoRoute()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Text = "known" });
        await PutBackAsync(hub, HubUnderTest.Start + Hour, HubUnderTest.Start + (2 * Hour));
        await hub.SendAsync([.. Enumerable.Range(0, 30).Select(n => new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = $"lost {n}", OccurredAt = HubUnderTest.Start + Hour })]);
        (await hub.StatesAsync("reply")).ShouldBe([.. Enumerable.Repeat("parked(unknown)", 30)]);
        (await hub.ListAsync("SELECT kind || ' ' || name || ' ' || by FROM pause")).ShouldBe(["connection fake hold"]);
    }

    [Fact]
    public async Task LostTime_IsToldInThePause_KeptAcrossStarts_AndComparedWithTheVendor()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, changes: (_, _) => new ChangePage.Found([], "next", IsMore: false));
        await hub.SendAsync(new FakeEvent { Text = "known" });
        await PutBackAsync(hub, HubUnderTest.Start + Hour, HubUnderTest.Start + (2 * Hour));
        (await hub.Database.ReadAsync(sql => Pauses.AllAsync(sql, hub.Clock.GetUtcNow()), CancellationToken.None)).ShouldHaveSingleItem().Reason
            .ShouldStartWith("Started on a store that was put back: of the time from 2026-11-21 10:00:00Z to 2026-11-21 11:00:00Z it knows nothing.");
        var queued = (await hub.Database.ReadAsync(Reconciliations.AllAsync, CancellationToken.None)).Find(row => row.Kind == Reconciliations.PutBack).ShouldNotBeNull();
        queued.Since.ShouldBe(HubUnderTest.Start + Hour - Reconciler.Before);

        // A later start is like any other, and remembers.
        await hub.Control.ResumeAsync(Pauses.Connection, "fake", CancellationToken.None);
        await hub.HaltAsync();
        await hub.Part<HeldStart>().BeginAsync(isWanted: false, CancellationToken.None);
        await hub.GoOnAsync();
        (await hub.Database.ReadAsync(sql => Pauses.AllAsync(sql, hub.Clock.GetUtcNow()), CancellationToken.None)).ShouldBeEmpty();
        (await hub.Database.ReadAsync(LostTimes.AllAsync, CancellationToken.None)).ShouldBe([new(HubUnderTest.Start + Hour, HubUnderTest.Start + (2 * Hour))]);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "lost", OccurredAt = HubUnderTest.Start + Hour });
        (await hub.StatesAsync("reply")).ShouldBe(["parked(unknown)"]);
    }

    [Fact]
    public async Task HoldThatIsWanted_CountsTheLostTimeFromTheLastThatTheStoreKnows_AndAnEmptyStoreHasLostNothing()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await StartHeldAsync(hub);
        (await hub.Database.ReadAsync(LostTimes.AllAsync, CancellationToken.None)).ShouldBeEmpty();
        await hub.SendAsync(new FakeEvent { Text = "known" });
        await hub.AdvanceAsync(Hour);
        await StartHeldAsync(hub);
        (await hub.Database.ReadAsync(LostTimes.AllAsync, CancellationToken.None)).ShouldBe([new(HubUnderTest.Start, HubUnderTest.Start + Hour)]);
    }

    // The store as a copy that was made at a moment, and a start on it at another.
    private static async Task PutBackAsync(HubUnderTest hub, DateTimeOffset copiedAt, DateTimeOffset startedAt)
    {
        await hub.HaltAsync();
        await hub.WriteAsync(LostTimes.NoteCopied, copiedAt);
        hub.Clock.Advance(startedAt - hub.Clock.GetUtcNow());
        await hub.Part<HeldStart>().BeginAsync(isWanted: false, CancellationToken.None);
        await hub.GoOnAsync();
    }

    private static async Task StartHeldAsync(HubUnderTest hub)
    {
        await hub.HaltAsync();
        await hub.Part<HeldStart>().BeginAsync(isWanted: true, CancellationToken.None);
        await hub.GoOnAsync();
    }
}
