using Hub.Storage;

namespace Hub.Tests.Storage;

/// <summary>
/// What is old is deleted in short transactions: while one runs, webhooks wait for it on every node. How long it takes is counted here in rows and in the answers of the store that it waits for,
/// which on a server are what costs.
/// </summary>
public sealed class OldRowsTests : IAsyncLifetime
{
    private const int Many = 120;
    private const int WaitsAtMost = 8;

    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string What, Func<ISql, ValueTask<OldRows>> Find, Func<ISql, OldRows, ValueTask<int>> Delete)[] Classes =
    [
        ("webhook", sql => OldWebhooks.FindAsync(sql, 0, Now, OldWebhooks.All), (sql, old) => OldWebhooks.DeleteAsync(sql, old.Rows)),
        ("event", sql => OldEvents.FindAsync(sql, 0, Now), (sql, old) => OldEvents.DeleteAsync(sql, old.Rows)),
        ("command", sql => OldCommands.FindAsync(sql, 0, Now), (sql, old) => OldCommands.DeleteAsync(sql, old.Rows)),
        ("message", sql => OldMessages.FindAsync(sql, 0, Now), (sql, old) => OldMessages.DeleteAsync(sql, old.Rows)),
    ];

    private readonly TestStore store = TestStore.OfEnvironment();
    private readonly IDatabase database;

    public OldRowsTests() => database = store.Open();

    [Fact]
    public async Task ManyOldRows_GoAFewInATransaction_WhichWaitsForTheStoreAFewTimes()
    {
        await FillAsync();
        foreach (var (what, find, delete) in Classes)
        {
            var transactions = 0;
            while (await database.ReadAsync(find, default) is { Rows.Count: > 0 } old)
            {
                old.Rows.Count.ShouldBeLessThanOrEqualTo(OldRows.DeletedAtOnce, what);
                var waits = await database.WriteAsync(
                    WriteKind.Housekeeping,
                    async sql =>
                    {
                        var counting = new RecordingSql(sql);
                        (await delete(counting, old)).ShouldBe(old.Rows.Count, what);
                        return counting.Waits;
                    },
                    default);
                waits.ShouldBeLessThanOrEqualTo(WaitsAtMost, what);
                transactions++;
            }

            transactions.ShouldBe((Many + OldRows.DeletedAtOnce - 1) / OldRows.DeletedAtOnce, what);
            (await CountAsync(what)).ShouldBe(0, what);
        }

        (await CountAsync("event_route")).ShouldBe(0);
        (await CountAsync("attempt")).ShouldBe(0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await store.DisposeAsync();
    }

    private async Task<long> CountAsync(string table) => await database.ReadAsync(sql => sql.ScalarAsync<long>($"SELECT COUNT(*) FROM {table}"), default) ?? 0;

    private async Task FillAsync() => await database.WriteAsync(
        WriteKind.Housekeeping,
        async sql =>
        {
            const string numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)";
            await sql.ExecuteAsync(
                numbers + " INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at, is_read, outcome) SELECT 'fake', 'POST', '', '{}', '{}', $1, i, 1, 'applied' FROM n",
                Array.Empty<byte>());
            foreach (var webhook in (string[])["i", "NULL"])
            {
                await sql.ExecuteAsync(
                    $"""
                     {numbers} INSERT INTO event (id, webhook, source, connection, type, subject, occurred_at, arrived_at, completeness, envelope, data, state, reason)
                     SELECT 'of ' || COALESCE({webhook}, 0) || ' ' || i, {webhook}, 'webhook', 'fake', 'fake.thing', 'fake/' || i, i, i, 'complete', '{"{}"}', '{"{}"}', 'noop', 'no_route' FROM n
                     """);
            }

            await sql.ExecuteAsync("INSERT INTO event_route (seq, file, route, outcome) SELECT seq, 'a.yaml', 'r', 'matched' FROM event");
            await sql.ExecuteAsync(
                """
                INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, created_at, occurred_at, arrived_at, due_at, max_late, bindings, ended_at)
                SELECT 'c' || id, id, id, 'a.yaml', 'r', 0, 0, 's', 'fake', 'fake.do', 'fake/1', 2, 'done', 1, 1, 1, 1, 1, '{}', 1 FROM event WHERE webhook IS NULL
                """);
            await sql.ExecuteAsync("INSERT INTO attempt (seq, number, call, started_at) SELECT seq, 1, 'x', 1 FROM command");
            await sql.ExecuteAsync("INSERT INTO customer (id, created_at) VALUES ('k', 1)");
            await sql.ExecuteAsync("INSERT INTO thread (id, connection, number, customer, created_at) VALUES ('t', 'fake', '1', 'k', 1)");
            await sql.ExecuteAsync(numbers + " INSERT INTO message (thread, direction, kind, text, at, vendor_id) SELECT 't', 'in', 'text', '', i, 'm' || i FROM n");
            return true;
        },
        default);
}
