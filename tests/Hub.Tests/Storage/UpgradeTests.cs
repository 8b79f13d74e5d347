using System.Globalization;
using Hub.Connectors;
using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>A database of the first version, with a row in every table of that time, becomes one of this version and keeps what it holds.</summary>
public abstract class UpgradeTests
{
    private static readonly string[] Columns = File.ReadAllText(Path.Combine(Repository.Root, "src/Hub/Storage/Migrations/0001_start.sql")).Split('\n');

    // What a later step has taken away, since nothing read it any more, or since a number says it.
    private static readonly HashSet<string> Gone = ["message.consumed_by", "event_route.event", "attempt.command"];

    /// <summary>Opens the database with some of the steps.</summary>
    private protected abstract IDatabase Open(Migrations steps);

    private protected async Task CheckAsync()
    {
        var tables = Tables();
        Dictionary<string, List<string>> before;
        await using (var old = Open(new(TestStore.Migrations.Steps.Take(1))))
        {
            await old.WriteAsync(
                WriteKind.Housekeeping,
                async sql =>
                {
                    foreach (var statement in Script()) await sql.ExecuteAsync(statement);
                    return true;
                },
                CancellationToken.None);
            before = await RowsAsync(old, tables);
        }

        before.ShouldAllBe(table => table.Value.Count > 0);
        await using var database = Open(TestStore.Migrations);
        var after = await RowsAsync(database, tables);
        foreach (var (table, rows) in before) after[table].ShouldBe(rows, table);

        (await database.ReadAsync(async sql => await Events.RoutesAsync(sql, (await Events.FindAsync(sql, "e1"))!.Seq), default)).ShouldHaveSingleItem().Route.ShouldBe("shipped");
        (await database.ReadAsync(sql => QueryAttempts.OfAsync(sql, "c1"), default)).ShouldHaveSingleItem().Outcome.ShouldBe("unauthorized");

        // What waited then goes on now.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(100_000);
        (await database.ReadAsync(sql => Lines.ReadyAsync(sql, Lines.Events, Lane.Interactive, now, 10), default)).ShouldHaveSingleItem().Subject.ShouldBe("shop/order/2");
        (await database.ReadAsync(sql => Events.HeadAsync(sql, "shop/order/2"), default)).ShouldNotBeNull().Causes.ShouldBeEmpty();
        (await database.ReadAsync(sql => Webhooks.UnreadAsync(sql, 10, []), default)).ShouldHaveSingleItem().Seq.ShouldBe(2);
        (await database.ReadAsync(sql => Outbox.DueAsync(sql, CommandState.Scheduled, now, 10), default)).ShouldHaveSingleItem().Id.ShouldBe("c2");
        (await database.ReadAsync(sql => Outbox.HeadsAsync(sql, "wa/whatsapp.thread/t1", 10), default)).ShouldHaveSingleItem().Id.ShouldBe("c1");
        (await database.ReadAsync(sql => Pauses.AllAsync(sql, now), default)).ShouldHaveSingleItem().Until.ShouldBeNull();
        (await database.WriteAsync(WriteKind.Housekeeping, sql => Lines.UnblockAsync(sql, "connection:wa", now), default)).ShouldBeFalse();
        (await database.ReadAsync(sql => Lines.ReadyAsync(sql, Lines.Commands, Lane.Template, now, 10), default)).ShouldHaveSingleItem().Subject.ShouldBe("wa/whatsapp.thread/t1");
    }

    private static IEnumerable<string> Script() => File.ReadAllText(Path.Combine(Repository.Root, "tests/Hub.Tests/Storage/first-version.sql"))
        .Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(statement => string.Join('\n', statement.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal))))
        .Where(statement => statement.Length > 0);

    // Each table of the first step with its columns.
    private static Dictionary<string, List<string>> Tables()
    {
        var tables = new Dictionary<string, List<string>>();
        var table = "";
        foreach (var line in Columns)
        {
            if (line.StartsWith("CREATE TABLE ", StringComparison.Ordinal)) tables.Add(table = line.Split(' ')[2], []);
            else if (table.Length > 0 && line.StartsWith("  ", StringComparison.Ordinal) && char.IsAsciiLetterLower(line[2])) tables[table].Add(line.TrimStart().Split(' ')[0]);
            else if (line.StartsWith(')')) table = "";
        }

        return tables;
    }

    private static async Task<Dictionary<string, List<string>>> RowsAsync(IDatabase database, Dictionary<string, List<string>> tables)
    {
        var rows = new Dictionary<string, List<string>>();
        foreach (var (table, columns) in tables)
        {
            var kept = columns.Where(column => !Gone.Contains($"{table}.{column}")).ToList();
            var found = await database.ReadAsync(
                sql => sql.ListAsync(
                    $"SELECT {string.Join(", ", kept)} FROM {table}",
                    row => string.Join('|', kept.Select((column, i) => $"{column}={(row.IsDBNull(i) ? "null" : row.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))}"))),
                CancellationToken.None);
            rows.Add(table, [.. found.Order(StringComparer.Ordinal)]);
        }

        return rows;
    }
}

/// <inheritdoc/>
public sealed class SqliteUpgradeTests : UpgradeTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-upgrade-").FullName;

    [Fact]
    public Task DatabaseOfTheFirstVersion_KeepsItsRows() => CheckAsync();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private protected override IDatabase Open(Migrations steps) => SqliteDatabase.Open(Path.Combine(folder, "hub.db"), steps, TimeProvider.System, NullLogger.Instance);
}

/// <inheritdoc/>
public sealed class PostgresUpgradeTests : UpgradeTests, IDisposable
{
    private readonly Lazy<string> address = new(() => PostgresServer.Create());

    [PostgresFact]
    public Task DatabaseOfTheFirstVersion_KeepsItsRows() => CheckAsync();

    [PostgresFact]
    public async Task NodeOfAnOlderBuild_WritesBesideANewerOne_UntilTheStoreNeedsTheNewer()
    {
        var known = TestStore.Migrations;
        await using var old = Open(known);
        await EnterAsync(old, "old");
        var adds = new Migration(known.Newest + 1, "adds", known.Steps[^1].MinApp, "CREATE TABLE later (a INTEGER NOT NULL);");
        await using (var newer = Open(new([.. known.Steps, adds])))
        {
            await EnterAsync(newer, "new");
            await newer.WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync("INSERT INTO later (a) VALUES (1)"), default);
            await old.WriteAsync(WriteKind.Apply, async sql => { await Counters.AddAsync(sql, "events", "received"); return true; }, default);
            await newer.WriteAsync(WriteKind.Apply, async sql => { await Counters.AddAsync(sql, "events", "received"); return true; }, default);
            (await newer.ReadAsync(QueryStats.CountersAsync, default)).ShouldHaveSingleItem().Value.ShouldBe(2);
            (await BeatAsync(old, "old")).ShouldBe((true, 2, known.Steps[^1].MinApp));
            await using var second = Open(known);
            second.IsWritable.ShouldBeTrue();
        }

        var needs = new Migration(known.Newest + 2, "needs", known.Newest + 2, "CREATE TABLE needed (a INTEGER NOT NULL);");
        await using var newest = Open(new([.. known.Steps, adds, needs]));
        (await BeatAsync(old, "old")).MinApp.ShouldBe(known.Newest + 2);
        Should.Throw<StoreUnavailableException>(() => Open(known)).Message.ShouldContain("Start a newer hub.");
    }

    public void Dispose()
    {
        if (address.IsValueCreated) PostgresServer.Drop(address.Value);
    }

    private protected override IDatabase Open(Migrations steps) => PostgresDatabase.Open(address.Value, steps, TimeProvider.System, NullLogger.Instance);

    private static async Task EnterAsync(IDatabase database, string node) =>
        await database.WriteAsync(WriteKind.Housekeeping, sql => PostgresNodes.EnterAsync(sql, node, node, TimeSpan.FromMinutes(5)), default);

    private static async Task<(bool IsAlive, int Nodes, int MinApp)> BeatAsync(IDatabase database, string node)
    {
        var beat = await database.WriteAsync(WriteKind.Housekeeping, sql => PostgresNodes.BeatAsync(sql, node, TimeSpan.FromMinutes(5), judges: true, DateTimeOffset.UnixEpoch), default);
        return (beat.IsAlive, beat.Nodes, beat.MinApp);
    }
}
