using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>What is read every 15 s costs the same however long the history is.</summary>
public sealed class QueryReadingsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Func<ISql, ValueTask>> Work = new(StringComparer.Ordinal)
    {
        ["counters"] = async sql => await QueryStats.CountersAsync(sql),
        ["oldest"] = async sql => await QueryReadings.OldestAsync(sql, ["wa", "shop"], Now),
        ["blocked"] = async sql => await QueryReadings.BlockedAsync(sql, ["wa", "shop"]),
        ["last webhook"] = async sql => await QueryReadings.LastWebhookAsync(sql, "wa"),
        ["pauses"] = async sql => await Pauses.AllAsync(sql, Now),
        ["active alerts"] = async sql => await Alerts.ActiveAsync(sql),
        ["untold alerts"] = async sql => await Alerts.UntoldAsync(sql),
        ["listed alerts"] = async sql => await Alerts.ListAsync(sql, new(7, 50), new("parked", false)),
        ["first post"] = async sql => await AlertPosts.FirstAsync(sql),
        ["parked"] = async sql => await QueryDigest.ParkedAsync(sql, ["wa"]),
        ["opt-outs"] = async sql => await QueryDigest.OptOutsAfterAsync(sql, 7),
        ["last consent"] = async sql => await QueryDigest.LastConsentAsync(sql),
    };

    // They hold a few rows each, whatever the history: the counters, what is paused, what waits to be posted.
    private static readonly string[] Small = ["counter", "pause", "alert_post"];

    private readonly string folder = Directory.CreateTempSubdirectory("hub-readings-").FullName;
    private readonly SqliteDatabase database;

    public QueryReadingsTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);

    public static TheoryData<string> Names => [.. Work.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Statement_FindsItsRowsByAnIndex(string name)
    {
        var plan = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var recording = new RecordingSql(sql);
                await Work[name](recording);
                var steps = new List<string>();
                foreach (var (text, values) in recording.Statements) steps.AddRange(await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values));
                return steps;
            },
            CancellationToken.None);
        plan.ShouldNotBeEmpty();
        plan.ShouldNotContain(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !IsOfPart(step) && !Small.Contains(step.Split(' ')[1]));
    }

    // A long line goes on, and its last entries have waited longer than it.
    [Theory]
    [InlineData(null, -10)]
    [InlineData("retry", -10)]
    [InlineData(null, 5)]
    public async Task OldestOfALane_IsTheEntryAtTheHeadOfALine_ButNotYoungerThanTheLine(string? blockedBy, int minutes)
    {
        var oldest = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await Lines.OpenAsync(sql, Lines.Commands, "wa/1", Hub.Connectors.Lane.Sync, Now);
                await sql.ExecuteAsync(
                    """
                    INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, created_at, occurred_at, arrived_at, due_at, max_late, bindings, place, wake_at)
                    VALUES ('1', 'e', 'e', 'f', 'r', 0, 0, 's', 'wa', 'a', 'wa/1', 2, 'waiting', $1, $1, $1, $1, 0, '', 2, $1)
                    """,
                    Now.AddMinutes(minutes));
                if (blockedBy is not null) await Lines.DelayAsync(sql, Lines.Commands, "wa/1", Now.AddHours(1), blockedBy, Now);
                return await QueryReadings.OldestAsync(sql, ["wa"], Now);
            },
            CancellationToken.None);
        oldest.ShouldBe([new(Lines.Commands, Hub.Connectors.Lane.Sync, Now, blockedBy is not null) { EntrySince = Now.AddMinutes(Math.Min(minutes, 0)) }]);
    }

    // However many lines there are: only those that are blocked.
    [Fact]
    public async Task BlockedLines_AreFoundByTheIndexThatHoldsNoOther_AndSumUpByConnectionAndCause()
    {
        var (plan, blocked) = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                foreach (var (subject, cause) in new[] { ("wa/1", "retry"), ("wa/2", "retry"), ("shop/1", "connection:shop"), ("shop/2", null), ("shopper/1", "retry") })
                {
                    await Lines.OpenAsync(sql, Lines.Commands, subject, Hub.Connectors.Lane.Sync, Now);
                    await Lines.DelayAsync(sql, Lines.Commands, subject, Now, cause, Now);
                }

                var recording = new RecordingSql(sql);
                var found = await QueryReadings.BlockedAsync(recording, ["wa", "shop"]);
                var (text, values) = recording.Statements.ShouldHaveSingleItem();
                return (await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values), found);
            },
            CancellationToken.None);
        plan[0].ShouldContain("INDEX line_blocked");
        blocked.ShouldBe([new(Lines.Commands, "wa", "retry", 2, Now), new(Lines.Commands, "shop", "connection", 1, Now)]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    // An index that holds only what is open, parked or active is looked through as a whole.
    private static bool IsOfPart(string step) =>
        new[] { "command_parked", "alert_untold", "alert_lasting", "webhook_unread", "line_blocked" }.Any(index => step.Contains("INDEX " + index, StringComparison.Ordinal));
}
