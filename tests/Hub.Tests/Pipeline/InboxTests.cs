using System.Text;
using Hub.Connectors;
using Hub.Pipeline;

namespace Hub.Tests.Pipeline;

public class InboxTests
{
    private const string Note =
        """
        routes:
          - id: note
            on: [fake.thing.happened, fake.thing.changed, fake.thing.fetched, fake.thing.outlined]
            do: fake.set_field
            with: {record: "${event.record}", text: "${event.text}"}
        """;

    private static readonly FakeEvent Hint = new() { Type = "fake.thing.hinted" };

    [Fact]
    public async Task Event_IsAppliedAndDelivered()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.SendAsync(new FakeEvent { Text = "a" });
        (await hub.StatesAsync()).ShouldBe(["done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a"]);
    }

    [Fact]
    public async Task SameDeliveryKey_IsADuplicate()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.SendAsync(new FakeEvent { Key = "k" }, new FakeEvent { Key = "k" });
        await hub.SendAsync(new FakeEvent { Key = "k" });
        (await hub.EventStatesAsync()).ShouldBe(["applied", "noop(duplicate)", "noop(duplicate)"]);
        hub.Vendor.Calls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task LargeWebhooks_AreReadInSmallerBatches()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.HaltAsync();
        var body = new byte[17 * 1024 * 1024];
        Array.Fill(body, (byte)' ');
        (body[0], body[^1]) = ((byte)'[', (byte)']');
        for (var i = 0; i < 3; i++) await hub.PostBytesAsync(body);
        var (reads, go) = (0, new ManualResetEventSlim());
        hub.Vendor.OnRead = () =>
        {
            if (Interlocked.Increment(ref reads) == 3) go.Wait();
        };
        await hub.GoOnAsync();
        try
        {
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook WHERE is_read = 1") == 2, "the first two are read");
        }
        finally
        {
            go.Set();
        }

        await hub.SettleAsync();
        (await hub.ListAsync("SELECT DISTINCT outcome || ' ' || in_flight FROM webhook")).ShouldBe(["noop 0"]);
    }

    [Fact]
    public async Task ForeignAccount_IsNoop()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.SendAsync(new FakeEvent { Account = "another" });
        (await hub.EventStatesAsync()).ShouldBe(["noop(foreign)"]);
    }

    [Fact]
    public async Task ForeignAccounts_AreToldOnceEach_AlsoAcrossRestarts()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.SendAsync(new FakeEvent { Account = "another" }, new FakeEvent { Account = "another" }, new FakeEvent { Account = "third" });
        await hub.RestartAsync(Note);
        await hub.SendAsync(new FakeEvent { Account = "another" });
        string[] told = [.. new[] { "another", "third" }.Select(account =>
            $"Webhooks at connection fake carry events of the account {account}, which no connection serves: they are not applied. Give the account to a connection under Connections, or end its subscription at the vendor.")];
        (await hub.ListAsync("SELECT level || ' ' || text FROM alert ORDER BY seq")).ShouldBe(told.Select(text => "warning " + text));
        hub.Log.Of(1005).ShouldBe(told);
    }

    [Fact]
    public async Task WebhookThatWaits_HoldsUpItsOwnConnectionOnly()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.HaltAsync();
        await hub.PostAsync(new FakeEvent { Text = "poison" });
        await hub.PostAsync(new FakeEvent { Text = "behind" });
        await hub.PostForAsync(new Connection("gone", hub.Vendor, new object(), new HttpClient(), hub.Clock), "[]"u8.ToArray());
        await hub.WriteAsync("UPDATE webhook SET is_suspect = 1, begun = 2, retry_at = $1 WHERE seq = 1", hub.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        await hub.GoOnAsync();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT 1 FROM webhook WHERE seq = 3 AND outcome = 'parked'") is not null, "the other connection's is read");
        (await hub.ListAsync("SELECT is_read || ' ' || in_flight FROM webhook ORDER BY seq")).ShouldBe(["0 0", "0 0", "1 0"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(2));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["poison", "behind"]);
    }

    [Theory]
    [InlineData("no json", "The body is no list of events.")]
    [InlineData("poison", "The connector failed to read it (InvalidOperationException).")]
    public async Task UnreadableWebhook_IsParkedAndOthersGoOn(string body, string error)
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.PostBytesAsync(Encoding.UTF8.GetBytes(body));
        await hub.SendAsync(new FakeEvent());
        (await hub.ListAsync("SELECT outcome || ' ' || COALESCE(error, '') FROM webhook ORDER BY seq")).ShouldBe([$"parked {error}", "applied "]);
    }

    [Fact]
    public async Task UnknownConnection_ParksTheWebhook()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.PostForAsync(new Connection("gone", hub.Vendor, new object(), new HttpClient(), hub.Clock), "[]"u8.ToArray());
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT outcome || ' ' || error FROM webhook")).ShouldBe(["parked The connection 'gone' is not configured any more."]);
    }

    [Fact]
    public async Task WebhookBegunThreeTimes_IsParkedAndItsNeighboursAreRead()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.HaltAsync();
        await hub.PostAsync(new FakeEvent { Text = "poison" });
        await hub.PostAsync(new FakeEvent { Text = "innocent" });
        await hub.WriteAsync("UPDATE webhook SET begun = 3 WHERE seq = 1");
        await hub.GoOnAsync();
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT outcome FROM webhook ORDER BY seq")).ShouldBe(["parked", "applied"]);
    }

    [Fact]
    public async Task WebhookInFlightAtACrash_IsReadAlone()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.HaltAsync();
        await hub.PostAsync(new FakeEvent());
        await hub.PostAsync(new FakeEvent());
        await hub.WriteAsync("UPDATE webhook SET in_flight = 1 WHERE seq = 1");
        var inFlight = new List<string>();
        hub.Vendor.OnRead = () => inFlight.Add(string.Join(' ', hub.ListAsync("SELECT in_flight FROM webhook ORDER BY seq").GetAwaiter().GetResult()));
        await hub.GoOnAsync();
        await hub.AdvanceAsync(TimeSpan.FromSeconds(11));

        // Had the first taken the hub down again, the second would not have been in flight with it.
        inFlight.ShouldBe(["1 0", "0 1"]);
        (await hub.EventStatesAsync()).ShouldBe(["applied", "applied"]);
    }

    [Fact]
    public async Task ParkedWebhook_CanBeReadAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        hub.Vendor.OnRead = () => throw new InvalidOperationException("The connector's own mistake.");
        await hub.SendAsync(new FakeEvent());
        (await hub.ListAsync("SELECT outcome FROM webhook")).ShouldBe(["parked"]);
        hub.Vendor.OnRead = null;
        (await hub.Control.ReplayWebhookAsync(1, CancellationToken.None)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT outcome FROM webhook")).ShouldBe(["applied"]);
        (await hub.Control.ReplayWebhookAsync(1, CancellationToken.None)).ShouldBeOfType<ControlResult.Refused>();
    }

    [Fact]
    public async Task EventBegunThreeTimes_IsParked()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        hub.Vendor.OnFetch = _ => new Completion.Failed(new(FailureKind.Transient, "503", "Not now."));
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.outlined" });
        await hub.WriteAsync("UPDATE event SET begun = 3");
        await hub.AdvanceAsync(TimeSpan.FromSeconds(10));
        (await hub.EventStatesAsync()).ShouldBe(["parked(poison)"]);
    }

    [Fact]
    public async Task OlderState_IsStale()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        var state = new FakeEvent { Type = "fake.thing.changed" };
        await hub.SendAsync(state with { Key = "1", Version = 5 }, state with { Key = "2", Version = 4 }, state with { Key = "3", Version = 5 }, new FakeEvent { Version = 1 });
        (await hub.EventStatesAsync()).ShouldBe(["applied", "noop(stale)", "applied", "applied"]);
    }

    [Theory]
    [InlineData("fake.thing.happened")]
    [InlineData("fake.thing.hinted")]
    [InlineData("fake.thing.outlined")]
    public async Task Echo_IsNoopAndNotFetched(string type)
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        await hub.PostAsync(new FakeEvent { Type = type, EchoOf = "some command" });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(11));
        (await hub.EventStatesAsync()).ShouldBe(["noop(echo)"]);
        hub.Vendor.Fetches.ShouldBe(0);
    }

    [Fact]
    public async Task NobodyCares_IsNoopWithReason()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: never, on: fake.thing.happened, if: \"event.number > 5\", do: fake.set_field, with: {record: r, text: t}}]");
        await hub.SendAsync(new FakeEvent());
        (await hub.EventStatesAsync()).ShouldBe(["noop(no_route)"]);
    }

    [Fact]
    public async Task LackingEvent_IsCompletedSinglyAndAtOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        var e = new FakeEvent { Type = "fake.thing.outlined" };
        await hub.SendAsync(e with { Key = "1" }, e with { Key = "2" });
        hub.Vendor.Fetches.ShouldBe(2);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["fetched", "fetched"]);
    }

    [Fact]
    public async Task Hints_WaitTwoSecondsAndBecomeOneEvent()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        for (var i = 0; i < 30; i++) await hub.PostAsync(Hint with { Key = $"{i}" });
        await hub.SettleAsync();
        hub.Vendor.Fetches.ShouldBe(0);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(2));
        hub.Vendor.Fetches.ShouldBe(1);
        (await hub.EventStatesAsync()).ShouldBe([.. Enumerable.Repeat("noop(coalesced)", 30), "applied"]);
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Fact]
    public async Task HintsThatGoOn_AreFetchedTenSecondsAfterTheFirst()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        for (var i = 0; i < 6; i++)
        {
            await hub.SendAsync(Hint with { Key = $"{i}" });
            hub.Vendor.Fetches.ShouldBe(0);
            await hub.AdvanceAsync(TimeSpan.FromSeconds(1.9));
        }

        hub.Vendor.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task HintDuringTheFetch_OpensTheNext()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        hub.Vendor.OnFetch = fetched =>
        {
            if (hub.Vendor.Fetches == 1)
            {
                hub.PostAsync(Hint with { Key = "late" }).GetAwaiter().GetResult();
                hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM event") == 2, "the late hint is read").GetAwaiter().GetResult();
            }

            return new Completion.Completed(fetched);
        };
        await hub.PostAsync(Hint);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        hub.Vendor.Fetches.ShouldBe(1);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        hub.Vendor.Fetches.ShouldBe(2);
        (await hub.EventStatesAsync()).Order().ShouldBe(["applied", "applied", "noop(coalesced)", "noop(coalesced)"]);
    }

    [Fact]
    public async Task RecordThatIsGone_IsNoop()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        hub.Vendor.OnFetch = _ => new Completion.Gone();
        await hub.PostAsync(Hint with { Key = "1" });
        await hub.SendAsync(Hint with { Key = "2" });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        (await hub.EventStatesAsync()).ShouldBe(["noop(gone)", "noop(gone)"]);
        hub.Vendor.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task FailedFetch_IsTriedBySchedule_InItsOwnLineOnly()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        hub.Vendor.OnFetch = _ => new Completion.Failed(new(FailureKind.Transient, "503", "Not now."));
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.outlined" }, new FakeEvent { Text = "behind" }, new FakeEvent { Record = "2", Text = "beside" });
        hub.Vendor.Texts("fake.set_field").ShouldBe(["beside"]);
        foreach (var wait in RetrySchedule.Default.Waits) await hub.AdvanceAsync(wait * 1.11);
        hub.Vendor.Fetches.ShouldBe(9);
        (await hub.EventStatesAsync()).ShouldBe(["parked(fetch_failed)", "applied", "applied"]);
        hub.Vendor.OnFetch = null;
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["beside", "behind", "fetched"]);
    }
}
