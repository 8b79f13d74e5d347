using Hub.Connectors;
using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

public sealed class CommandClosingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("hub-closing-").FullName;
    private readonly SqliteDatabase database;

    public CommandClosingTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);

    [Theory]
    [InlineData(20, 1, false)]
    [InlineData(21, 1, true)]
    [InlineData(40, 60, false)]
    public async Task RouteThatParksOneCommandAfterTheOther_IsPaused(int commands, int secondsApart, bool paused)
    {
        for (var i = 0; i < commands; i++) await ParkAsync($"c{i}", Now.AddSeconds(i * secondsApart));

        (await database.ReadAsync(sql => Pauses.UntilAsync(sql, Pauses.Route, "shipped", Now), default) is not null).ShouldBe(paused);
    }

    [Fact]
    public async Task CommandThatHasLeftItsState_IsNotEndedTwice()
    {
        var seen = await ParkAsync("c", Now);

        await CloseAsync(seen, new(CommandState.Cancelled, "slot_cancelled", "cancelled"), Now);

        (await database.ReadAsync(sql => Outbox.FindAsync(sql, "c"), default))!.State.ShouldBe(CommandState.Parked);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<CommandRow> ParkAsync(string id, DateTimeOffset at)
    {
        var row = new CommandRow
        {
            Id = id, Event = "e", Root = "e", File = "shipping.yaml", Route = "shipped", Item = 0, Generation = 0, Snapshot = "s", Connection = "shop",
            Action = "shopify.add_tags", Subject = $"shop/shopify.order/{id}", Lane = Lane.Sync, State = CommandState.Waiting, CreatedAt = at, OccurredAt = at,
            ArrivedAt = at, DueAt = at, WakeAt = at, MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
        };
        await database.WriteAsync(WriteKind.Apply, sql => Outbox.InsertAsync(sql, row), default);
        await CloseAsync(row, new(CommandState.Parked, "rejected", "parked"), at);
        return row;
    }

    private async Task CloseAsync(CommandRow row, CommandEnd end, DateTimeOffset at) => await database.WriteAsync(
        WriteKind.EndAttempt,
        async sql =>
        {
            await CommandClosing.CloseAsync(sql, row, end, at);
            return true;
        },
        default);
}
