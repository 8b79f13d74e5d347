using System.Diagnostics;
using System.Globalization;
using Hub.Connectors;
using Hub.Tests.Storage;
using Xunit.Abstractions;

namespace Hub.Tests.Pipeline;

/// <summary>Whoever waits for an answer does not wait behind an import. HUB_LANES says how many commands the import has queued, by hand 100000.</summary>
public class LaneTests(ITestOutputHelper output)
{
    private const int AtOnce = 64;
    private const int Places = 144;
    private const string Routes =
        """
        routes:
          - {id: bulk, on: fake.thing.happened, lane: backfill, do: fake.set_field, with: {record: "${event.record}", text: a}}
          - {id: answer, on: fake.message.received, do: fake.reply, with: {to: "${thread}", text: a}}
        """;

    private static readonly int Queued = int.Parse(Environment.GetEnvironmentVariable("HUB_LANES") ?? "5000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task AnswerBehindAnImport_TakesAPlaceThatIsKept()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await SeedAsync(hub);
        var go = Enumerable.Range(0, AtOnce).Select(_ => new TaskCompletionSource()).ToList();
        hub.Vendor.Answer("fake.set_field", [.. go.Select(one => FakeVendor.After(one.Task, hub.Vendor.Succeed()))]);
        await hub.GoOnAsync();
        await hub.UntilAsync(_ => ValueTask.FromResult(Imported(hub) == AtOnce), "every place of the connection is taken");
        await hub.PostAsync(Message(0));
        await hub.UntilCalledAsync("fake.reply");
        hub.Vendor.Calls().Select(call => call.Action).Skip(1).ToList().IndexOf("fake.reply").ShouldBe(AtOnce);
        go.ForEach(one => one.TrySetResult());
        await ClearAsync(hub);
    }

    [Fact]
    public async Task AnswersDuringAnImport_AreNotHeldUpByIt()
    {
        const int answers = 12;
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await SeedAsync(hub);
        await hub.GoOnAsync();
        var took = new List<double>();
        for (var i = 0; i < answers; i++)
        {
            var before = Imported(hub);
            var since = Stopwatch.GetTimestamp();
            await hub.PostAsync(Message(i));
            await hub.UntilCalledAsync("fake.reply", i + 1);
            took.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            (Imported(hub) - before).ShouldBeLessThan(Queued / 2, "an answer goes before what has waited longer");
        }

        took.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Queued} queued: median {took[answers / 2]:0} ms, p99 {took[^1]:0} ms, {Imported(hub)} imported meanwhile"));
        await ClearAsync(hub);
    }

    [Fact]
    public async Task VendorThatHangs_HoldsUpNoOther()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: slow, connection: fake, on: fake.thing.happened, if: event.text == 'slow', via: second, do: fake.set_field, with: {record: "${event.record}", text: a}}
              - {id: quick, connection: fake, on: fake.thing.happened, if: event.text == 'quick', via: fake, do: fake.set_field, with: {record: "${event.record}", text: a}}
            """,
            hasSecond: true);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Range(0, AtOnce).Select(_ => FakeVendor.After(go.Task, hub.Vendor.Succeed()))]);
        await hub.PostAsync([.. Enumerable.Range(0, 2 * Places).Select(i => new FakeEvent { Record = $"{i}", Text = "slow" })]);
        await hub.UntilCalledAsync("fake.set_field", AtOnce);
        await hub.PostAsync([.. Enumerable.Range(0, 20).Select(i => new FakeEvent { Record = $"{i}", Text = "quick" })]);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE route = 'quick' AND state = 'done'") == 20, "the other vendor's are done");
        hub.Vendor.Calls().Count(call => call.Context.Connection.Name == "second").ShouldBe(AtOnce);
        go.SetResult();
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldAllBe(state => state == "done");
    }

    [Fact]
    public async Task LineThatWasRaised_IsOfItsOwnLaneAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: bulk, on: fake.thing.happened, if: event.text == 'bulk', lane: backfill, do: fake.set_field, with: {record: a, text: "${event.text}"}}
              - {id: now, on: fake.thing.happened, if: event.text == 'now', lane: interactive, do: fake.set_field, with: {record: a, text: "${event.text}"}}
            """);
        var go = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource()).ToList();
        hub.Vendor.Answer("fake.set_field", [.. go.Select(one => FakeVendor.After(one.Task, hub.Vendor.Succeed()))]);
        await hub.PostAsync([.. new[] { "bulk", "now", "bulk", "bulk" }.Select(text => new FakeEvent { Text = text })]);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command") == 4, "all wait");
        await hub.UntilCalledAsync("fake.set_field");
        (await hub.ListAsync("SELECT lane FROM line WHERE queue = 'command'")).ShouldBe(["0"]);
        go[0].SetResult();
        await hub.UntilCalledAsync("fake.set_field", 2);
        (await hub.ListAsync("SELECT lane FROM line WHERE queue = 'command'")).ShouldBe(["0"]);
        go[1].SetResult();
        await hub.UntilCalledAsync("fake.set_field", 3);
        (await hub.ListAsync("SELECT lane FROM line WHERE queue = 'command'")).ShouldBe(["3"]);
        go[2].SetResult();
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["bulk", "now", "bulk", "bulk"]);
    }

    [Fact]
    public async Task LineWhoseCallNeverEnds_HoldsUpNoOther()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        var never = new TaskCompletionSource();
        hub.Vendor.Answer("fake.set_field", FakeVendor.After(never.Task, hub.Vendor.Succeed()), FakeVendor.Fail(FailureKind.Transient));
        await hub.PostAsync(new FakeEvent { Record = "stuck" }, new FakeEvent { Record = "stuck" });
        await hub.UntilCalledAsync("fake.set_field");
        await hub.PostAsync(new FakeEvent { Record = "failing" }, new FakeEvent { Record = "failing" });
        await hub.UntilCalledAsync("fake.set_field", 2);
        await hub.PostAsync([.. Enumerable.Range(0, 100).Select(i => new FakeEvent { Record = $"{i}" })]);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'done'") == 100, "all others are done");
        hub.Vendor.Calls("fake.set_field").Count.ShouldBe(102);
        never.SetResult();
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldAllBe(state => state == "done");
    }

    private static FakeEvent Message(int i) => new() { Type = "fake.message.received", Phone = $"49151{i:00000000}" };

    private static int Imported(HubUnderTest hub) => hub.Vendor.Calls("fake.set_field").Count - 1;

    // A command of each line, as many as one that the hub has made itself; the hub stands still then.
    private static async Task SeedAsync(HubUnderTest hub)
    {
        await hub.SendAsync(new FakeEvent());
        await hub.HaltAsync();
        var all = TestStore.IsPostgres ? "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'command'" : "SELECT name FROM pragma_table_info('command')";
        var columns = await hub.ListAsync($"SELECT name FROM ({all}) AS c WHERE name NOT IN ('seq', 'id', 'subject', 'state', 'attempts', 'ended_at', 'place')");
        var copied = string.Join(", ", columns);
        const string numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)";
        await hub.WriteAsync($"{numbers} INSERT INTO command (id, subject, state, attempts, place, {copied}) SELECT 'seed ' || i, 'fake/seed/' || i, 'waiting', 0, i, {copied} FROM n, command WHERE seq = 1", Queued);
        await hub.WriteAsync($"{numbers} INSERT INTO line (queue, subject, lane, ready_at) SELECT 'command', 'fake/seed/' || i, 3, 0 FROM n", Queued);
        await hub.WriteAsync("UPDATE counter SET value = value + $1 WHERE level = 'commands' AND name IN ('created', 'pending')", Queued);
    }

    // What is left of the import would take longer than what is tested.
    private static async Task ClearAsync(HubUnderTest hub)
    {
        await hub.HaltAsync();
        await hub.WriteAsync("UPDATE counter SET value = value - (SELECT COUNT(*) FROM command WHERE state = 'waiting') WHERE level = 'commands' AND name IN ('created', 'pending')");
        await hub.WriteAsync("DELETE FROM line WHERE subject IN (SELECT subject FROM command WHERE state = 'waiting')");
        await hub.WriteAsync("DELETE FROM command WHERE state = 'waiting'");
    }
}
