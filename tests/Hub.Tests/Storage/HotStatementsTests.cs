using Hub.Connectors;
using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>The statements of every step of a line look at its open entries only: a subject's history costs nothing.</summary>
public sealed class HotStatementsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly CommandRow Head = new()
    {
        Id = "c", Event = "e", Root = "e", File = "shipping.yaml", Route = "shipped", Item = 0, Generation = 0, Snapshot = "s", Connection = "shop",
        Action = "shopify.add_tags", Subject = "shop/shopify.order/1", Lane = Lane.Sync, State = CommandState.Waiting, CreatedAt = Now, OccurredAt = Now,
        ArrivedAt = Now, DueAt = Now, WakeAt = Now, MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
    };

    private static readonly Dictionary<string, Func<ISql, ValueTask>> Work = new(StringComparer.Ordinal)
    {
        ["heads"] = async sql => await Outbox.HeadsAsync(sql, Head.Subject, 60),
        ["still head"] = async sql => await Outbox.IsStillHeadAsync(sql, Head),
        ["untried"] = async sql => await Outbox.UntriedAsync(sql, Head.Subject),
        ["delay to head"] = async sql => await Lines.DelayToHeadAsync(sql, Head.Subject, Now),
        ["advance"] = async sql => await Lines.AdvanceCommandsAsync(sql, Head.Subject, Now),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("hub-hot-").FullName;
    private readonly SqliteDatabase database;

    public HotStatementsTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);

    public static TheoryData<string> Names => [.. Work.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task StatementOfALine_UsesTheIndexOfOpenEntriesAndSortsNothing(string name)
    {
        var plan = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var recording = new RecordingSql(sql);
                await Work[name](recording);
                var steps = new List<string>();
                foreach (var (text, values) in recording.Statements.Where(statement => statement.Text.Contains("FROM command", StringComparison.Ordinal)))
                {
                    steps.AddRange(await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values));
                }

                return steps;
            },
            CancellationToken.None);
        plan.ShouldContain(step => step.Contains("USING INDEX command_line", StringComparison.Ordinal) || step.Contains("USING COVERING INDEX command_line", StringComparison.Ordinal));
        plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.Contains("INDEX command_subject", StringComparison.Ordinal) || step.StartsWith("SCAN command", StringComparison.Ordinal));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
