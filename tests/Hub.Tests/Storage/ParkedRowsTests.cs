using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>What is parked is found by indexes that hold nothing else, and counted by cause.</summary>
public sealed class ParkedRowsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ParkedCursor Start = new(ParkedKind.Webhook, 0, Begin.AddYears(1));

    private readonly string folder = Directory.CreateTempSubdirectory("hub-parked-").FullName;
    private readonly SqliteDatabase database;

    public ParkedRowsTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.FromResources(typeof(Outbox).Assembly, "Hub.Storage.Migrations"), TimeProvider.System, NullLogger.Instance);

    public static TheoryData<string> Filters => ["", "connection", "route", "reason", "error", "from to", "connection route reason error from to"];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task AnySelection_IsReadByTheIndexesOfWhatIsParked(string asked)
    {
        var words = asked.Split(' ');
        string? Asked(string word) => words.Contains(word) ? "wa" : null;
        var filter = new ParkedFilter(Asked("connection"), Asked("route"), Asked("reason"), Asked("error"), words.Contains("from") ? Begin : null, words.Contains("to") ? Begin.AddHours(1) : null);
        foreach (var work in new Func<ISql, ValueTask>[] { async sql => await ParkedRows.NextAsync(sql, filter, Start, 100), async sql => await ParkedRows.CountAsync(sql, filter), async sql => await ParkedRows.CausesAsync(sql, filter) })
        {
            var plans = await PlansAsync(work);
            plans.Count.ShouldBe(3);
            foreach (var plan in plans)
            {
                plan.Count(step => step.Contains("_set_aside (", StringComparison.Ordinal)).ShouldBe(1, string.Join('\n', plan));
                plan.ShouldNotContain(step => step.StartsWith("SCAN webhook", StringComparison.Ordinal) || step.StartsWith("SCAN event", StringComparison.Ordinal) || step.StartsWith("SCAN command", StringComparison.Ordinal));
            }
        }

        (await PlansAsync(async sql => await ParkedRows.NextAsync(sql, filter, Start, 100))).SelectMany(plan => plan).ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "3 e1 c1 c2")]
    [InlineData("connection:wa", "c1 c2")]
    [InlineData("route:shipped", "c1 c2")]
    [InlineData("route:told", "e1")]
    [InlineData("reason:rejected", "c1")]
    [InlineData("reason:unreadable", "3")]
    [InlineData("error:100%_SURE", "c2")]
    [InlineData("error:100", "c1 c2")]
    [InlineData("from:10", "e1 c1 c2")]
    [InlineData("to:20", "3 e1")]
    [InlineData("from:10 to:20", "e1")]
    public async Task Selection_IsInTheOrderOfMaking(string asked, string expected)
    {
        await FillAsync();
        var parts = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(part => part.Split(':')[0], part => part.Split(':')[1]);
        DateTimeOffset? At(string name) => parts.TryGetValue(name, out var seconds) ? Begin.AddSeconds(int.Parse(seconds, null)) : null;
        var filter = new ParkedFilter(parts.GetValueOrDefault("connection"), parts.GetValueOrDefault("route"), parts.GetValueOrDefault("reason"), parts.GetValueOrDefault("error"), At("from"), At("to"));
        var found = new List<string>();
        for (ParkedCursor? cursor = Start; cursor is not null;)
        {
            var (places, next) = await database.ReadAsync(sql => ParkedRows.NextAsync(sql, filter, cursor, 1), CancellationToken.None);
            found.AddRange(places.Select(place => place.Id));
            cursor = next;
        }

        string.Join(' ', found).ShouldBe(expected);
        (await database.ReadAsync(sql => ParkedRows.CountAsync(sql, filter), CancellationToken.None)).ShouldBe(found.Count);
        (await database.ReadAsync(sql => ParkedRows.CausesAsync(sql, filter), CancellationToken.None)).Sum(cause => cause.Count).ShouldBe(found.Count);
    }

    [Theory]
    [InlineData("ÜBER no", "c1")]
    [InlineData("über no", "")]
    [InlineData("Über NO", "c1")]
    public async Task Error_IsFoundWhateverItsLettersAre(string asked, string expected)
    {
        await FillAsync();
        await WriteAsync("UPDATE command SET error = 'Über No.' WHERE id = 'c1'");
        var (places, _) = await database.ReadAsync(sql => ParkedRows.NextAsync(sql, new(null, null, null, asked, null, null), Start, 10), CancellationToken.None);
        string.Join(' ', places.Select(place => place.Id)).ShouldBe(expected);
    }

    [Fact]
    public async Task Causes_HaveTheirCountTimesAndNewest()
    {
        await FillAsync();
        await WriteAsync("UPDATE command SET reason = 'rejected', error = 'No.' WHERE state = 'parked'");
        var cause = (await database.ReadAsync(sql => ParkedRows.CausesAsync(sql, ParkedFilter.None), CancellationToken.None)).Single(one => one.Kind == ParkedKind.Command);
        cause.ShouldBe(new(ParkedKind.Command, "wa", "shipped", "rejected", "No.", 2, Begin.AddSeconds(20), Begin.AddSeconds(30), "c2"));
    }

    [Fact]
    public async Task WhatIsParkedLaterThanTheSelectionBegan_IsNotOfIt()
    {
        await FillAsync();
        var (places, _) = await database.ReadAsync(sql => ParkedRows.NextAsync(sql, ParkedFilter.None, Start with { Began = Begin.AddSeconds(20) }, 100), CancellationToken.None);
        places.Select(place => place.Id).ShouldBe(["3", "e1", "c1"]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task FillAsync()
    {
        foreach (var (seq, outcome, error) in new[] { (1, "noop", null), (2, "parked", null), (3, "parked", "No JSON.") })
        {
            await WriteAsync(
                "INSERT INTO webhook (seq, endpoint, method, suffix, query, headers, body, arrived_at, outcome, error, parked_at) VALUES ($1, 'shop', 'POST', '', '', '', $2, 0, $3, $4, $5)",
                seq, Array.Empty<byte>(), outcome, error, Begin);
        }

        foreach (var (id, state) in new[] { ("e0", "applied"), ("e1", "parked") })
        {
            await WriteAsync(
                "INSERT INTO event (id, source, connection, type, subject, place, state, reason, error, envelope, data, occurred_at, arrived_at, completeness, parked_at) VALUES ($1, 'webhook', 'shop', 't', 's', 1, $2, 'route_failed', 'told: no.', '{}', '{}', 0, 0, 'complete', $3)",
                id, state, Begin.AddSeconds(10));
        }

        await WriteAsync("INSERT INTO event_route (seq, file, route, outcome) VALUES (2, 'f', 'told', 'failed')");
        foreach (var (id, state, reason, error, at) in new[] { ("c0", "done", null, null, 0), ("c1", "parked", "rejected", "100 sure", 20), ("c2", "parked", "transient", "100%_sure", 30) })
        {
            await WriteAsync(
                """
                INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, error, created_at, occurred_at, arrived_at, due_at, max_late, bindings, ended_at)
                VALUES ($1, 'e1', 'e1', 'f', 'shipped', 0, 0, 's', 'wa', 'a', 's', 0, $2, $3, $4, 0, 0, 0, 0, 0, '', $5)
                """,
                id, state, reason, error, Begin.AddSeconds(at));
        }
    }

    private async Task WriteAsync(string sql, params object?[] values) => await database.WriteAsync(WriteKind.Housekeeping, transaction => transaction.ExecuteAsync(sql, values), CancellationToken.None);

    private async Task<List<List<string>>> PlansAsync(Func<ISql, ValueTask> work) => await database.WriteAsync(
        WriteKind.Housekeeping,
        async sql =>
        {
            var recording = new RecordingSql(sql);
            await work(recording);
            var plans = new List<List<string>>();
            foreach (var (text, values) in recording.Statements) plans.Add(await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values));
            return plans;
        },
        CancellationToken.None);
}
