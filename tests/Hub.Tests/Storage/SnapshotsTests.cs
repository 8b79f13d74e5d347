using System.Globalization;
using Hub.Connectors;
using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>Which of the mapping files that were once in force are kept.</summary>
public sealed class SnapshotsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("hub-snapshots-").FullName;
    private readonly SqliteDatabase database;

    public SnapshotsTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task OlderOnesGo_ExceptWhatAnEventOrACommandHasReferredTo()
    {
        await ActivateAsync(1, 5);
        await RunAsync("INSERT INTO event (id, source, connection, type, subject, place, state, envelope, data, occurred_at, arrived_at, completeness, snapshot) VALUES ('e1', 'webhook', 'shop', 't', 's', 1, 'noop', '{}', '{}', 0, 0, 'complete', NULL)");
        await database.WriteAsync(
            WriteKind.Apply,
            async sql =>
            {
                await Events.KeepSeenAsync(sql, 1, "2", null);
                return await Outbox.InsertAsync(sql, new()
                {
                    Id = "c", Event = "e1", Root = "e1", File = "f.yaml", Route = "r", Item = 0, Generation = 0, Snapshot = "4", Connection = "shop", Action = "a", Subject = "s", Lane = Lane.Sync,
                    State = CommandState.Waiting, CreatedAt = Start, OccurredAt = Start, ArrivedAt = Start, DueAt = Start, WakeAt = Start, MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
                });
            },
            CancellationToken.None);
        await ActivateAsync(6, 60);
        (await HashesAsync()).ShouldBe([2, 4, .. Enumerable.Range(60 - Snapshots.Kept + 1, Snapshots.Kept)]);
    }

    [Fact]
    public async Task WhatComesIntoForceAgain_IsAmongTheNewest()
    {
        await ActivateAsync(1, Snapshots.Kept);
        await ActivateAsync(1, 1, later: 100);
        await ActivateAsync(Snapshots.Kept + 1, Snapshots.Kept + 1, later: 200);
        (await HashesAsync()).ShouldBe([1, .. Enumerable.Range(3, Snapshots.Kept - 1)]);
    }

    // What referred to them is not known: they stay.
    [Fact]
    public async Task OnesOfAnOlderStore_Stay()
    {
        await RunAsync("INSERT INTO snapshot (hash, sources, at, is_active) VALUES ('0', '[]', 0, 0)");
        await ActivateAsync(1, 60);
        (await HashesAsync()).ShouldBe([0, .. Enumerable.Range(60 - Snapshots.Kept + 1, Snapshots.Kept)]);
    }

    private async Task ActivateAsync(int first, int last, int later = 0)
    {
        for (var i = first; i <= last; i++)
        {
            var (hash, at) = (i.ToString(CultureInfo.InvariantCulture), Start.AddMinutes(i + later));
            await database.WriteAsync(WriteKind.Housekeeping, async sql => await Snapshots.ActivateAsync(sql, hash, "[]", at), CancellationToken.None);
        }
    }

    private async Task RunAsync(string statement) => await database.WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync(statement), CancellationToken.None);

    private async Task<List<int>> HashesAsync() =>
        [.. (await database.ReadAsync(sql => sql.ListAsync("SELECT hash FROM snapshot", row => int.Parse(row.GetString(0), CultureInfo.InvariantCulture)), CancellationToken.None)).Order()];
}
