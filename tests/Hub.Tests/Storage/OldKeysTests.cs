using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

public sealed class OldKeysTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("hub-old-keys-").FullName;
    private readonly SqliteDatabase database;

    public OldKeysTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task Forgetting_TakesAtMostSoManyAtOnce_OldestFirst_AndNoneThatIsHeldOrYoung()
    {
        var old = Now - OldKeys.KeptFor;
        await WriteAsync(async sql =>
        {
            for (var i = 0; i < 510; i++) await Events.KeepKeyAsync(sql, Keys.Hash($"{i}"), polled: false, old.AddMinutes(-i - 1));
            await Events.KeepKeyAsync(sql, Keys.Hash("young"), polled: false, old);
            for (var i = 0; i < 495; i++)
            {
                await Once.ReserveAsync(sql, Keys.Hash($"{i}"), "c", old.AddDays(-1));
                if (i > 0) await Once.SpendAsync(sql, Keys.Hash($"{i}"), old.AddDays(-1));
            }

            return 0;
        });
        var counts = new List<(int, bool)>();
        for (var i = 0; i < 4; i++) counts.Add(await WriteAsync(async sql => (await OldKeys.DeleteAsync(sql, Now), !(await OldKeys.FindAsync(sql, Now)).IsEnd)));
        counts.ShouldBe([(500, true), (500, true), (4, false), (0, false)]);
        (await WriteAsync(sql => sql.ListAsync("SELECT key FROM event_key", row => row.GetBytes(0)))).ShouldHaveSingleItem().ShouldBe(Keys.Hash("young"));
        (await WriteAsync(sql => sql.ListAsync("SELECT state FROM once", row => row.GetString(0)))).ShouldBe(["reserved"]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<T> WriteAsync<T>(Func<ISql, ValueTask<T>> work) => await database.WriteAsync(WriteKind.Housekeeping, work, CancellationToken.None);
}
