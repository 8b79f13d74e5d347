using System.Text.RegularExpressions;
using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>A list costs about a page for each range of an index, and shows what a look at every row would.</summary>
public sealed class ListRangesTests : IAsyncLifetime
{
    private const int Rows = 240;

    // A walk over the rows in their order, which passes by all that are of other kinds.
    private const string Walk = "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";

    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Names = ["desk", "shop", "wa"];
    private static readonly string[] InboxStates = ["pending", "parked", "applied", "noop"];
    private static readonly string[] Reasons = ["rejected", "paused", "once"];
    private static readonly string[] Routes = ["shipped", "told"];

    private readonly string folder = Directory.CreateTempSubdirectory("hub-lists-").FullName;
    private readonly SqliteDatabase database;

    public ListRangesTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);

    /// <summary>The list, what is asked of it, and the index by whose ranges it is read; null for the order of the rows.</summary>
    public static TheoryData<string, string, string?> Filters => new()
    {
        { "webhooks", "", null },
        { "webhooks", "from to", null },
        { "webhooks", "connection", "webhook_list" },
        { "webhooks", "state", "webhook_list" },
        { "webhooks", "connection state from to", "webhook_list" },
        { "events", "", null },
        { "events", "from", null },
        { "events", "to", null },
        { "events", "from to", null },
        { "events", "connection", "event_list" },
        { "events", "state", "event_list" },
        { "events", "connection state", "event_list" },
        { "events", "connection state from to", "event_list" },
        { "events", "reason", "event_reason" },
        { "events", "state reason", "event_reason" },
        { "events", "connection state reason", "event_reason" },
        { "events", "subject", "event_subject" },
        { "events", "subject connection state reason from", "event_subject" },
        { "events", "route", "event_route_list" },
        { "events", "route connection from to", "event_route_list" },
        { "events", "route state", "event_list" },
        { "commands", "", null },
        { "commands", "from to", null },
        { "commands", "connection", "command_list" },
        { "commands", "state", "command_list" },
        { "commands", "pending", "command_list" },
        { "commands", "connection state", "command_list" },
        { "commands", "connection pending from to", "command_list" },
        { "commands", "reason", "command_reason" },
        { "commands", "state reason", "command_reason" },
        { "commands", "connection pending reason", "command_reason" },
        { "commands", "subject", "command_subject" },
        { "commands", "subject pending reason route", "command_subject" },
        { "commands", "route", "command_route" },
        { "commands", "route connection from", "command_route" },
        { "commands", "route state", "command_route" },
        { "commands", "route pending connection", "command_route" },
        { "commands", "route reason", "command_reason" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_ReadsRangesOfAnIndexAndSortsNothing(string list, string asked, string? index)
    {
        await WriteAsync("INSERT INTO pause (kind, name, reason, by, at) VALUES ('connection', 'wa', 'x', 'operator', 0)");
        await FillAsync(new Random(1), 20);
        var words = asked.Split(' ');
        string? Asked(string word, string value) => words.Contains(word) ? value : null;
        var filter = new ListFilter(
            Asked("connection", "wa"), Asked("state", "parked") ?? Asked("pending", "pending"), Asked("reason", "paused"), Asked("subject", "s/1"), Asked("route", "shipped"),
            words.Contains("from") ? Begin : null, words.Contains("to") ? Begin.AddHours(1) : null);
        var plan = await PlanAsync(async sql => (await LookAsync(sql, list, filter, new(1_000_000, 50))).Seqs);
        plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        plan.ShouldNotContain(step => Regex.IsMatch(step, "^SCAN (?:webhook|event|event_route|command|pause)\\b", RegexOptions.NonBacktracking));
        var expected = index is null ? Walk : $"INDEX {index} (";
        plan.ShouldContain(step => step.Contains(expected, StringComparison.Ordinal), string.Join('\n', plan));
        if (index is not null) plan.ShouldNotContain(step => step.Contains(Walk, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CommandsForACustomer_AreReadByTwoIndexes()
    {
        var plan = await PlanAsync(async sql => await ListRanges.CommandsForAsync(sql, "c", 20));
        plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.StartsWith("SCAN", StringComparison.Ordinal));
        plan.Count(step => step.Contains("command_customer", StringComparison.Ordinal) || step.Contains("command_seen_customer", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AnyFilter_ShowsWhatALookAtEveryRowShows(int seed)
    {
        var random = new Random(seed);
        await WriteAsync("INSERT INTO pause (kind, name, reason, by, at) VALUES ('connection', 'wa', 'x', 'operator', 0)");
        await FillAsync(random, Rows);
        for (var i = 0; i < 300; i++)
        {
            var list = random.GetItems(["webhooks", "events", "commands"], 1)[0];
            var filter = new ListFilter(
                Maybe(random, Names), Maybe(random, list == "commands" ? [.. CommandState.All] : InboxStates), list == "webhooks" ? null : Maybe(random, Reasons),
                list == "webhooks" ? null : Maybe(random, ["s/0", "s/1"]), list == "webhooks" ? null : Maybe(random, Routes),
                random.Next(3) == 0 ? Begin.AddSeconds(random.Next(Rows * 10)) : null, random.Next(3) == 0 ? Begin.AddSeconds(random.Next(Rows * 10)) : null);
            var limit = random.Next(1, 60);
            var paged = new List<long>();
            for (long? before = null; ;)
            {
                var looked = await database.ReadAsync(sql => LookAsync(sql, list, filter, new(before, limit)), CancellationToken.None);
                var page = Page<long>.Of(looked.Seqs.ConvertAll(seq => (seq, seq)), limit, looked.To);
                paged.AddRange(page.Items);
                if (page.Next is null) break;
                PageRequest.TryReadCursor(page.Next, out var next).ShouldBeTrue();
                before = next;
            }

            paged.ShouldBe(await EveryRowAsync(list, filter), $"seed {seed}: {list} {filter} by {limit}");
        }
    }

    [Theory]
    [InlineData("commands", "rare", "rejected", null)]
    [InlineData("events", "rare", null, "parked")]
    public async Task WhatHardlyAnyRowHas_IsLookedForInSoManyRows_AndThePageSaysWhereToGoOn(string list, string route, string? reason, string? state)
    {
        await WriteAsync(
            $$"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{ListRanges.MostLookedAt * 5 / 4}})
            INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, created_at, occurred_at, arrived_at, due_at, max_late, bindings)
            SELECT 'c' || i, 'e', 'e', 'f', CASE WHEN i = 7 THEN 'rare' ELSE 'r' END, 0, 0, 's', 'desk', 'a', 's', 0, 'refused', 'rejected', 0, 0, 0, 0, 0, '' FROM n
            """);
        await WriteAsync(
            $$"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{ListRanges.MostLookedAt * 5 / 4}})
            INSERT INTO event (id, source, connection, type, subject, occurred_at, arrived_at, completeness, envelope, data, state)
            SELECT 'e' || i, 'webhook', 'desk', 't', 's', 0, 0, 'complete', '{}', '{}', 'parked' FROM n
            """);
        await WriteAsync("INSERT INTO event_route (seq, file, route, outcome) VALUES (7, 'f', 'rare', 'failed')");
        var filter = new ListFilter(null, state, reason, null, route, null, null);
        var found = new List<long>();
        var pages = 0;
        for (long? before = null; ; pages++)
        {
            var looked = await database.ReadAsync(sql => LookAsync(sql, list, filter, new(before, 50)), CancellationToken.None);
            found.AddRange(looked.Seqs);
            if ((before = looked.To) is null) break;
        }

        found.ShouldBe([7]);
        pages.ShouldBeGreaterThan(0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static ValueTask<ListRanges.Looked> LookAsync(ISql sql, string list, ListFilter filter, PageRequest page) => list switch
    {
        "webhooks" => ListRanges.WebhooksAsync(sql, filter, page),
        "events" => ListRanges.EventsAsync(sql, filter, page),
        _ => ListRanges.CommandsAsync(sql, filter, page),
    };

    private static string? Maybe(Random random, string[] values) => random.Next(2) == 0 ? null : values[random.Next(values.Length)];

    private async Task<List<long>> EveryRowAsync(string list, ListFilter f)
    {
        var (from, to) = (f.From ?? DateTimeOffset.UnixEpoch, f.To ?? DateTimeOffset.MaxValue);
        return await database.ReadAsync(
            sql => list switch
            {
                "webhooks" => sql.ListAsync(
                    "SELECT seq FROM webhook WHERE ($1 IS NULL OR endpoint = $1) AND ($2 IS NULL OR outcome = $2) AND arrived_at >= $3 AND arrived_at < $4 ORDER BY seq DESC",
                    row => row.GetInt64(0), f.Connection, f.State, from, to),
                "events" => sql.ListAsync(
                    """
                    SELECT seq FROM event WHERE ($1 IS NULL OR connection = $1) AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR reason = $3) AND ($4 IS NULL OR subject = $4)
                      AND ($5 IS NULL OR EXISTS (SELECT 1 FROM event_route WHERE seq = event.seq AND route = $5)) AND arrived_at >= $6 AND arrived_at < $7 ORDER BY seq DESC
                    """,
                    row => row.GetInt64(0), f.Connection, f.State, f.Reason, f.Subject, f.Route, from, to),
                _ => sql.ListAsync(
                    """
                    SELECT seq FROM command WHERE ($1 IS NULL OR connection = $1) AND ($2 IS NULL OR state = $2 OR ($2 = 'pending' AND state NOT IN ('done', 'refused', 'cancelled', 'parked', 'unknown')))
                      AND ($3 IS NULL OR reason = $3 OR ($3 = 'paused' AND reason IS NULL AND state = 'waiting' AND connection = 'wa'))
                      AND ($4 IS NULL OR subject = $4) AND ($5 IS NULL OR route = $5) AND created_at >= $6 AND created_at < $7 ORDER BY seq DESC
                    """,
                    row => row.GetInt64(0), f.Connection, f.State, f.Reason, f.Subject, f.Route, from, to),
            },
            CancellationToken.None);
    }

    private async Task<List<string>> PlanAsync(Func<ISql, ValueTask<List<long>>> work) => await database.WriteAsync(
        WriteKind.Housekeeping,
        async sql =>
        {
            var recording = new RecordingSql(sql);
            await work(recording);
            var steps = new List<string>();
            foreach (var (text, values) in recording.Statements) steps.AddRange(await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values));
            return steps;
        },
        CancellationToken.None);

    private Task WriteAsync(string sql) => database.WriteAsync(WriteKind.Housekeeping, statements => statements.ExecuteAsync(sql), CancellationToken.None).AsTask();

    // Every ten seconds a row of each kind, some of them up to a minute late.
    private async Task FillAsync(Random random, int rows) => await database.WriteAsync(
        WriteKind.Housekeeping,
        async sql =>
        {
            for (var i = 0; i < rows; i++)
            {
                var at = Begin.AddSeconds((i * 10) - (random.Next(10) == 0 ? random.Next(60) : 0));
                string One(IReadOnlyList<string> values) => values[random.Next(values.Count)];
                var id = $"id {i}";
                await sql.ExecuteAsync(
                    "INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at, outcome) VALUES ($1, '', '', '', '', x'', $2, $3)", One(Names), at, One(InboxStates));
                await sql.ExecuteAsync(
                    """
                    INSERT INTO event (id, source, connection, type, subject, occurred_at, arrived_at, completeness, envelope, data, state, reason)
                    VALUES ($1, 'webhook', $2, 't', $3, 0, $4, 'complete', '{}', '{}', $5, $6)
                    """,
                    id, One(Names), $"s/{random.Next(4)}", at, One(InboxStates), Maybe(random, Reasons));
                foreach (var file in new[] { "a.yaml", "b.yaml" })
                {
                    if (random.Next(3) == 0) await sql.ExecuteAsync("INSERT INTO event_route (seq, file, route, outcome) SELECT seq, $2, $3, 'matched' FROM event WHERE id = $1", id, file, One(Routes));
                }

                await sql.ExecuteAsync(
                    """
                    INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, created_at, occurred_at, arrived_at, due_at, max_late, bindings)
                    VALUES ($1, 'e', 'e', 'f', $2, 0, 0, 's', $3, 'a', $4, 0, $5, $6, $7, 0, 0, 0, 0, '')
                    """,
                    id, One(Routes), One(Names), $"s/{random.Next(4)}", One(CommandState.Stored), Maybe(random, Reasons), at);
            }

            return true;
        },
        CancellationToken.None);
}
