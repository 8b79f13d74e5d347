using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>A pause is ended in steps: each is short, what was held keeps its order, and nothing is lost between two of them.</summary>
public class ResumingTests
{
    private const string Field = "routes: [{id: field, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: \"${string(event.number)}\"}}]";

    [Fact]
    public async Task ManyHeldCommands_GoInTheirOrder_SomeInATransaction()
    {
        const int many = Resuming.AtOnce + 50;
        await using var hub = await HubUnderTest.StartAsync(Field);
        await HoldAsync(hub, many);
        // The hub's own housekeeping goes on with what it finds begun.
        await hub.HaltAsync();
        var watched = new Watched(hub.Database);
        (await new Resuming(watched, new Wakeups(hub.Clock), new Turns(TimeProvider.System), new FaultTrigger(new()), hub.Clock).EndAsync("route", "field", CancellationToken.None)).ShouldBeTrue();
        watched.Entered.ShouldBe([0, Resuming.AtOnce, 50]);

        // Where the pause has come to, what it holds, into the lines, where it has come to now.
        watched.Waits.ShouldAllBe(waits => waits <= 6);
        await hub.GoOnAsync();
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe([.. Enumerable.Range(1, many).Select(number => $"{number}")]);
        (await hub.ListAsync("SELECT COUNT(*) FROM pause")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task ManyLinesOfAConnection_AreHurriedInSteps_AndEachAtOnce()
    {
        const int many = Lines.AtOnce + 20;
        await using var hub = await HubUnderTest.StartAsync(Field.Replace("record: a", "record: \"${event.record}\"", StringComparison.Ordinal));
        await HoldAsync(hub, many, isEachOfItsOwn: true);
        await hub.HaltAsync();
        await hub.WriteAsync("UPDATE command SET state = 'waiting', retry_at = $1", HubUnderTest.Start + TimeSpan.FromHours(2));
        await hub.WriteAsync("UPDATE command SET subject = $1 WHERE seq = (SELECT MIN(seq) FROM command)", Links.LineOf("ticket", "of a customer"));
        await hub.WriteAsync("INSERT INTO line (queue, subject, lane, ready_at, blocked_by) SELECT 'command', subject, 2, CAST($1 AS BIGINT), 'retry' FROM command", HubUnderTest.Start + TimeSpan.FromHours(2));
        var watched = new Watched(hub.Database);
        await new Resuming(watched, new Wakeups(hub.Clock), new Turns(TimeProvider.System), new FaultTrigger(new()), hub.Clock).HurryAsync("fake", CancellationToken.None);
        watched.Entered.Count.ShouldBe(3);
        (await hub.ListAsync("SELECT (SELECT COUNT(*) FROM line WHERE queue = 'command' AND ready_at > $1) + (SELECT COUNT(*) FROM command WHERE retry_at > $1)", HubUnderTest.Start)).ShouldBe(["0"]);
        await hub.WriteAsync("DELETE FROM pause");
        await hub.GoOnAsync();
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.set_field").Count.ShouldBe(many);
    }

    [Fact]
    public async Task CrashBetweenTwoSteps_IsGoneOnFromThere()
    {
        await using var hub = await HubUnderTest.StartAsync(Field);
        await HoldAsync(hub, 6);
        await WriteAsync(hub, BeginAsync);
        await hub.RestartAsync(Field, crash: true);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM pause") == 0, "the pause is ended");
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["1", "2", "3", "4", "5", "6"]);
    }

    [Fact]
    public async Task PauseThatIsBeingEnded_HoldsOnlyWhatItHasNotLetGo_AndIsNotListed()
    {
        await using var hub = await HubUnderTest.StartAsync(Field);
        await HoldAsync(hub, 6);
        await hub.HaltAsync();
        await WriteAsync(hub, BeginAsync);
        var rows = await hub.CommandsAsync("field");
        var now = hub.Clock.GetUtcNow();
        var held = await hub.Database.ReadAsync(
            async sql =>
            {
                var all = new List<bool>();
                foreach (var row in rows) all.Add(await Pauses.HoldsAsync(sql, row, now));
                return all;
            },
            CancellationToken.None);
        held.ShouldBe([false, false, true, true, true, true]);
        (await hub.Database.ReadAsync(sql => Pauses.AllAsync(sql, now), CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RouteThatIsPausedAgainMeanwhile_KeepsWhatHasNotGone()
    {
        await using var hub = await HubUnderTest.StartAsync(Field);
        await HoldAsync(hub, 6);
        await WriteAsync(hub, async sql =>
        {
            await BeginAsync(sql);
            (await Pauses.AddAsync(sql, new(Pauses.Route, "field", "again", Pauses.Operator, HubUnderTest.Start), HubUnderTest.Start)).ShouldBeTrue();
        });
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.set_field").ShouldBeEmpty();
        (await hub.StatesAsync("field")).ShouldBe(["held", "held", "held", "held", "held", "held"]);
        (await hub.Database.ReadAsync(sql => Pauses.ResumedToAsync(sql, Pauses.Route, "field"), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task LinesOfAConnection_BecomeReadySomeAtATime_AndAllInTheEnd()
    {
        await using var hub = await HubUnderTest.StartAsync(Field);
        await hub.HaltAsync();
        await WriteAsync(hub, async sql =>
        {
            await Pauses.AddAsync(sql, new(Pauses.Connection, "fake", "by hand", Pauses.Operator, HubUnderTest.Start), HubUnderTest.Start);
            for (var i = 0; i < (2 * Lines.AtOnce) + 1; i++)
            {
                await Lines.OpenAsync(sql, Lines.Commands, $"line {i}", Lane.Sync, Lines.Never);
                await Lines.DelayAsync(sql, Lines.Commands, $"line {i}", Lines.Never, "connection:fake", HubUnderTest.Start);
            }

            (await Lines.UnblockAsync(sql, "connection:fake", HubUnderTest.Start)).ShouldBeTrue();
            (await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE blocked_by IS NOT NULL")).ShouldBe(Lines.AtOnce + 1);
        });
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        (await hub.ListAsync("SELECT COUNT(*) FROM line WHERE blocked_by IS NOT NULL")).ShouldBe(["0"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM pause")).ShouldBe(["0"]);
        await hub.WriteAsync("DELETE FROM line");
    }

    private static async Task HoldAsync(HubUnderTest hub, int many, bool isEachOfItsOwn = false)
    {
        await hub.Control.PauseAsync("route", "field", "by hand", CancellationToken.None);
        foreach (var some in Enumerable.Range(1, many).Chunk(100)) await hub.PostAsync([.. some.Select(number => new FakeEvent { Number = number, Record = isEachOfItsOwn ? $"{number:0000}" : "a" })]);
        await hub.SettleAsync();
        (await hub.StatesAsync("field")).Count(state => state == "held").ShouldBe(many);
    }

    // The first step, with a crash right behind it: two of the commands have gone.
    private static async ValueTask BeginAsync(ISql sql)
    {
        (await Pauses.BeginResumeAsync(sql, Pauses.Route, "field")).ShouldBeTrue();
        var first = await Outbox.HeldAsync(sql, "field", 0, 2);
        foreach (var command in first) await Outbox.EnterLineAsync(sql, command, HubUnderTest.Start);
        await Pauses.ResumeToAsync(sql, Pauses.Route, "field", first[^1].Seq);
    }

    private static async Task WriteAsync(HubUnderTest hub, Func<ISql, ValueTask> work) => await hub.Database.WriteAsync(
        WriteKind.Housekeeping,
        async sql =>
        {
            await work(sql);
            return true;
        },
        CancellationToken.None);

    // How many commands entered their lines in each transaction.
    private sealed class Watched(IDatabase inner) : IDatabase
    {
        public List<int> Entered { get; } = [];

        public List<int> Waits { get; } = [];

        public bool IsWritable => inner.IsWritable;

        public ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel) => inner.WriteAsync(
            kind,
            async sql =>
            {
                var recording = new RecordingSql(sql);
                var result = await work(recording);
                Entered.Add(recording.Statements.Count(statement => statement.Text.StartsWith("UPDATE command SET state", StringComparison.Ordinal)));
                Waits.Add(recording.Waits);
                return result;
            },
            cancel);

        public ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => inner.ReadAsync(work, cancel);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
