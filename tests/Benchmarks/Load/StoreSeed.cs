using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Load;

/// <summary>
/// Puts rows straight into the store of a hub that does not run: history (messages of both directions in the threads that are there, their statuses, and the keys of the events that brought them),
/// or commands that wait.
/// </summary>
internal static class StoreSeed
{
    private const int AtOnce = 100_000;

    /// <summary>The number of the first ticket of <see cref="Queue"/>: no webhook has one as high.</summary>
    public const int FirstQueued = 40_000_000;

    /// <summary>Fills the store with history.</summary>
    /// <returns>How long that took.</returns>
    public static TimeSpan Fill(string file, int messages, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var store = Open(file);

        // In the order of the threads' numbers, and over half a year.
        var last = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        var each = TimeSpan.FromDays(180).TotalMilliseconds / messages;
        Execute(store, "CREATE TEMP TABLE own AS SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS number, id FROM thread; CREATE UNIQUE INDEX temp.own_number ON own (number)");
        for (var first = 0; first < messages; first += AtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            var range = string.Create(CultureInfo.InvariantCulture,
                $"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {Math.Min(first + AtOnce, messages)})");
            var at = string.Create(CultureInfo.InvariantCulture, $"{last} - CAST(({messages} - i) * {each:R} AS INTEGER)");
            Execute(store, $"""
                BEGIN;
                {range} INSERT INTO message (thread, vendor_id, direction, kind, text, at, status, status_at)
                  SELECT own.id, 'wamid.A' || printf('%010d', i), CASE i % 2 WHEN 0 THEN 'in' ELSE 'out' END, 'text', 'Where is my order ' || i || '? It should have been here yesterday.', {at},
                    CASE i % 2 WHEN 1 THEN 'delivered' END, CASE i % 2 WHEN 1 THEN {at} END
                  FROM n JOIN own ON own.number = i % (SELECT COUNT(*) FROM own);
                {range} INSERT INTO message_status (vendor_id, status, at, event, command) SELECT 'wamid.A' || printf('%010d', i), 'delivered', {at}, printf('%032x', i), printf('%032x', i) FROM n WHERE i % 2 = 1;
                {range} INSERT INTO event_key (key, is_polled, at) SELECT unhex(printf('%016x%016x', i * (9223372036854775807 / {messages}), i)), 0, {at} FROM n;
                COMMIT
                """);
        }

        Execute(store, "PRAGMA wal_checkpoint(TRUNCATE)");
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Queues commands of a route, each in a line of its own and with a ticket of its own, like the latest one that the hub has made by itself.</summary>
    /// <returns>How long that took.</returns>
    public static TimeSpan Queue(string file, string route, int commands)
    {
        var began = Stopwatch.GetTimestamp();
        using var store = Open(file);
        string[] own = ["id", "subject", "input", "place", "state", "attempts", "ended_at", "vendor_id", "result"];
        var names = new List<string>();
        using (var columns = store.CreateCommand())
        {
            columns.CommandText = "SELECT name FROM pragma_table_info('command') WHERE name <> 'seq'";
            using var row = columns.ExecuteReader();
            while (row.Read()) names.Add(row.GetString(0));
        }

        var copied = string.Join(", ", names.Except(own, StringComparer.Ordinal).Select(name => $"made.{name}"));
        var numbers = string.Create(CultureInfo.InvariantCulture, $"WITH RECURSIVE n(i) AS (SELECT {FirstQueued} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {FirstQueued + commands})");
        Execute(store, $"""
            BEGIN;
            CREATE TEMP TABLE made AS SELECT *, json_extract(input, '$.ticket') AS ticket FROM command WHERE route = '{route}' ORDER BY seq DESC LIMIT 1;
            {numbers} INSERT INTO command (id, subject, input, place, state, attempts, {copied.Replace("made.", "", StringComparison.Ordinal)})
              SELECT printf('%032x', i), replace(made.subject, made.ticket, '1' || printf('%010d', i)), replace(made.input, made.ticket, '1' || printf('%010d', i)), i, 'waiting', 0, {copied} FROM n, temp.made;
            INSERT INTO line (queue, subject, lane, ready_at) SELECT 'command', subject, lane, 0 FROM command WHERE state = 'waiting';
            UPDATE counter SET value = value + {commands.ToString(CultureInfo.InvariantCulture)} WHERE level = 'commands' AND name IN ('created', 'pending');
            COMMIT
            """);
        Execute(store, "PRAGMA wal_checkpoint(TRUNCATE)");
        return Stopwatch.GetElapsedTime(began);
    }

    private static SqliteConnection Open(string file)
    {
        var store = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        store.Open();
        Execute(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144");
        return store;
    }

    private static void Execute(SqliteConnection store, string sql)
    {
        using var command = store.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
