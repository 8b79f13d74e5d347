using System.Globalization;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What a vendor tells of a record before the hub knows that it has made it.</summary>
public class EarlyEventTests
{
    [Fact]
    public async Task AnswerThatComesBeforeTheTicketsIdIsKnown_ReachesTheCustomerAsSoonAsItIs()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.PostAsync(LinkTests.Said("1"));
        await hub.UntilCalledAsync("fake.create_ticket");
        await hub.PostAsync(new FakeEvent { Text = "answer", Record = "create_ticket-1" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE queue = 'event' AND blocked_by = 'link:desk/create_ticket-1'") == 1, "the answer waits");
        await hub.PostAsync(new FakeEvent { Text = "not ours", Record = "77" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE queue = 'event' AND blocked_by = 'link:desk/77'") == 1, "another waits");
        go.SetResult();
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.reply").ShouldBe(["answer"]);
        (await hub.EventStatesAsync()).ShouldBe(["applied", "applied", "pending"]);
    }

    [Fact]
    public async Task LinkThatBecomesLiveBetweenTheLookAndTheWait_IsSeen()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.PostAsync(LinkTests.Said("1"));
        await hub.UntilCalledAsync("fake.create_ticket");
        hub.BeforeNextWrite(WriteKind.Housekeeping, MakeLiveAsync);
        await hub.PostAsync(new FakeEvent { Text = "answer", Record = "create_ticket-1" });
        await hub.UntilCalledAsync("fake.reply");
        go.SetResult();
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.reply").ShouldBe(["answer"]);

        // Not before the event is under way: what is written then is that it waits.
        async ValueTask<bool> MakeLiveAsync(ISql sql)
        {
            if (await sql.ScalarAsync<long>("SELECT 1 FROM event WHERE type = 'fake.thing.happened' AND in_flight = 1") is null) hub.BeforeNextWrite(WriteKind.Housekeeping, MakeLiveAsync);
            else await Links.MakeLiveAsync(sql, (await sql.FirstAsync("SELECT command FROM link", row => row.GetString(0)))!, "create_ticket-1", HubUnderTest.Start);
            return true;
        }
    }

    [Fact]
    public async Task EventOfSomebodyElsesTicket_WaitsTwoMinutesForALinkThatIsBeingMade()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Transient), FakeVendor.Fail(FailureKind.Transient), FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(LinkTests.Said("1"));
        await hub.SendAsync(new FakeEvent { Text = "not ours", Record = "77" });
        (await hub.EventsAsync())[^1].State.ShouldBe("pending");
        await hub.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await hub.EventsAsync())[^1].Reason.ShouldBe("no_route");
    }

    [Fact]
    public async Task AnswerToATicketThatIsFoundAfterThreeTimeOuts_ReachesTheCustomer()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Unknown), FakeVendor.Fail(FailureKind.Unknown), hub.Vendor.DoAndLoseAnswer());
        await hub.SendAsync(LinkTests.Said("1"));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(34));
        hub.Vendor.Calls("fake.create_ticket").Count.ShouldBe(3);
        await hub.SendAsync(new FakeEvent { Text = "answer", Record = "create_ticket-1" });
        await hub.AdvanceAsync(TimeSpan.FromMinutes(3));
        (await hub.EventsAsync())[^1].State.ShouldBe("pending");
        await hub.AdvanceAsync(TimeSpan.FromMinutes(3));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        hub.Vendor.Texts("fake.reply").ShouldBe(["answer"]);
        hub.Vendor.Calls("fake.create_ticket").Count.ShouldBe(3);
    }

    [Fact]
    public async Task EventOfSomebodyElsesTicket_WaitsAnHourForACallThatHasHadNoAnswer()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        hub.Vendor.Answer("fake.create_ticket", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Unknown), 8)]);
        await hub.SendAsync(LinkTests.Said("1"));
        await hub.SendAsync(new FakeEvent { Text = "not ours", Record = "77" });
        await hub.AdvanceAsync(TimeSpan.FromMinutes(59));
        (await hub.EventsAsync())[^1].State.ShouldBe("pending");
        await hub.AdvanceAsync(TimeSpan.FromMinutes(6));
        (await hub.EventsAsync())[^1].Reason.ShouldBe("no_route");
    }

    [Fact]
    public async Task AnswerToATicketThatBearsTheMarkOfItsCommand_WaitsForItsLinkHoweverLongThatTakes()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        hub.Vendor.Answer("fake.create_ticket", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Unknown), 5)]);
        await hub.SendAsync(LinkTests.Said("1"));
        var command = await hub.Database.ReadAsync(sql => sql.FirstAsync("SELECT id FROM command", row => row.GetString(0)), CancellationToken.None);
        await hub.SendAsync(new FakeEvent { Text = "answer", Record = "create_ticket-1", MadeBy = command });
        await AdvanceByStepsAsync(hub, TimeSpan.FromHours(2));
        (await hub.EventsAsync()).Single(e => e.Type == "fake.thing.happened").State.ShouldBe("pending");
        await AdvanceByStepsAsync(hub, TimeSpan.FromHours(10));
        hub.Vendor.Texts("fake.reply").ShouldBe(["answer"]);
    }

    [Fact]
    public async Task AnswerToATicketWhoseCommandIsParked_GoesOnWithoutALink()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        hub.Vendor.Answer("fake.create_ticket", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Unknown), 20)]);
        await hub.SendAsync(LinkTests.Said("1"));
        var command = await hub.Database.ReadAsync(sql => sql.FirstAsync("SELECT id FROM command", row => row.GetString(0)), CancellationToken.None);
        await hub.SendAsync(new FakeEvent { Text = "answer", Record = "create_ticket-1", MadeBy = command });
        await AdvanceByStepsAsync(hub, TimeSpan.FromHours(40));
        (await hub.EventsAsync()).Single(e => e.Type == "fake.thing.happened").Reason.ShouldBe("no_route");
    }

    [Fact]
    public async Task EventThatWaits_LooksAgainAfterATenthOfItsAge()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        hub.Vendor.Answer("fake.create_ticket", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Unknown), 8)]);
        await hub.SendAsync(LinkTests.Said("1"));
        await hub.SendAsync(new FakeEvent { Text = "not ours", Record = "77" });
        (await SecondsToNextLookAsync(hub)).ShouldBe(1);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(20));
        (await SecondsToNextLookAsync(hub)).ShouldBe(120);
    }

    [Fact]
    public async Task EventThatCameBeforeACall_DoesNotWaitForItsLink()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkTests.Desk);
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Transient), hub.Vendor.Succeed(), FakeVendor.Fail(FailureKind.Unknown));
        await hub.SendAsync(LinkTests.Said("1"));
        await hub.SendAsync(new FakeEvent { Text = "not ours", Record = "77" });
        (await hub.EventsAsync())[^1].State.ShouldBe("pending");
        hub.Clock.Advance(TimeSpan.FromSeconds(6));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM link WHERE state = 'live'") == 1, "the first ticket is made");
        await hub.SendAsync(LinkTests.Said("2", "4915100000000"));
        (await hub.StatesAsync("open")).ShouldBe(["done", "waiting"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await hub.EventsAsync()).Single(e => e.Type == "fake.thing.happened").Reason.ShouldBe("no_route");
    }

    // So that what one try leads to falls due within the time.
    private static async Task AdvanceByStepsAsync(HubUnderTest hub, TimeSpan time)
    {
        for (var end = hub.Clock.GetUtcNow() + time; hub.Clock.GetUtcNow() < end;) await hub.AdvanceAsync(TimeSpan.FromMinutes(20));
    }

    private static async Task<double> SecondsToNextLookAsync(HubUnderTest hub)
    {
        var next = (await hub.ListAsync("SELECT ready_at FROM line WHERE queue = 'event' AND blocked_by LIKE 'link:%'")).ShouldHaveSingleItem();
        return (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(next, CultureInfo.InvariantCulture)) - hub.Clock.GetUtcNow()).TotalSeconds;
    }
}
