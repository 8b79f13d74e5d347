using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>What the step to holds of their own makes of a store that is in use.</summary>
public sealed class WakeMigrationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-wake-").FullName;

    [Fact]
    public async Task RowsOfAnOlderStore_KeepWhatTheyWaitFor_AndAreListed()
    {
        var all = Migrations.OfHub();
        await using (var old = Open(new Migrations(all.Steps.Take(3))))
        {
            await old.WriteAsync(
                WriteKind.Housekeeping,
                async sql =>
                {
                    await sql.ExecuteAsync(
                        "INSERT INTO event (id, source, connection, type, subject, occurred_at, arrived_at, completeness, envelope, data, state) VALUES ('e', 'webhook', 'shop', 't', 's', 0, 0, 'complete', '{}', '{}', 'applied')");
                    await sql.ExecuteAsync("INSERT INTO event_route (event, file, route, outcome) VALUES ('e', 'f', 'r', 'matched'), ('gone', 'f', 'r', 'matched')");
                    foreach (var (id, state) in new[] { ("held", "scheduled"), ("parked", "parked"), ("done", "done") })
                    {
                        await sql.ExecuteAsync(
                            """
                            INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, created_at, occurred_at, arrived_at, due_at, max_late, bindings)
                            VALUES ($1, 'e', 'e', 'f', 'r', 0, 0, 's', 'shop', 'a', 's', 0, $2, 0, 0, 0, 5000, 0, '{}')
                            """,
                            id, state);
                    }

                    return true;
                },
                CancellationToken.None);
        }

        await using var now = Open(all);
        var (waits, events, due) = await now.ReadAsync(
            async sql => (
                await sql.ListAsync("SELECT id || ' ' || wake_at FROM command ORDER BY seq", row => row.GetString(0)),
                await ListRanges.EventsAsync(sql, new(null, null, null, null, "r", null, null), new(null, 10)),
                await Outbox.DueAsync(sql, CommandState.Scheduled, DateTimeOffset.FromUnixTimeMilliseconds(5000), 10)),
            CancellationToken.None);
        waits.ShouldBe(["held 5000", "parked 5000", "done 0"]);
        events.Seqs.ShouldBe([1]);
        due.ShouldHaveSingleItem().Id.ShouldBe("held");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SqliteDatabase Open(Migrations steps) => SqliteDatabase.Open(Path.Combine(folder, "hub.db"), steps, TimeProvider.System, NullLogger.Instance);
}
