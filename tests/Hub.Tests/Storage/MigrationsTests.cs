using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class MigrationsTests : IDisposable
{
    private static readonly Migration Colours = new(2, "0002_colours", 1, "ALTER TABLE note ADD COLUMN colour TEXT;");

    private readonly TemporaryStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task ANewFile_TakesEveryStepWithoutACopy()
    {
        await using var database = store.Open(TemporaryStore.Notes, Colours);
        (await Versions(database)).ShouldBe([1, 2]);
        Directory.GetFiles(Path.GetDirectoryName(store.Path)!, "*before*").ShouldBeEmpty();
    }

    [Fact]
    public async Task AnOlderFile_IsCopiedAndTakesOnlyTheNewSteps()
    {
        await using (var older = store.Open())
        {
            await older.AddNoteAsync("kept");
        }

        await using (var newer = store.Open(TemporaryStore.Notes, Colours))
        {
            (await newer.NotesAsync()).ShouldBe(["kept"]);
            (await Versions(newer)).ShouldBe([1, 2]);
        }

        File.Move(store.Path + ".before-2", store.Path, overwrite: true);
        await using var copy = store.Open();
        (await copy.NotesAsync()).ShouldBe(["kept"]);
        (await Versions(copy)).ShouldBe([1]);
    }

    [Fact]
    public async Task AStepThatFails_LeavesTheFileAsItWas()
    {
        await store.Open().DisposeAsync();

        var broken = new Migration(2, "0002_broken", 1, "CREATE TABLE half (id INTEGER); CREATE TABLE note (id INTEGER);");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Should.Throw<StoreUnavailableException>(() => store.Open(TemporaryStore.Notes, broken)).Message.ShouldContain("note already exists");
        }

        await using var database = store.Open();
        (await Versions(database)).ShouldBe([1]);
        var half = await database.ReadAsync(
            sql => sql.ScalarAsync<long>("SELECT count(*) FROM sqlite_master WHERE name = 'half'"), CancellationToken.None);
        half.ShouldBe(0);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task AFileOfANewerBuild_IsRefusedWhereThatBuildSaysSo(int minApp, bool refused)
    {
        await store.Open(TemporaryStore.Notes, Colours with { MinApp = minApp }).DisposeAsync();

        if (refused)
        {
            Should.Throw<StoreUnavailableException>(() => store.Open()).Message.ShouldEndWith(
                "is of version 2 and needs a hub that knows version 2; this one knows 1. Start a newer hub.");
        }
        else
        {
            await using var older = store.Open();
            older.IsWritable.ShouldBeTrue();
        }
    }

    [Fact]
    public void Resources_AreReadInOrderWithTheirMinApp()
    {
        var migrations = Migrations.FromResources(typeof(MigrationsTests).Assembly, "Hub.Tests.Storage.Resources");
        migrations.Steps.Select(step => (step.Version, step.Name, step.MinApp)).ShouldBe(
            [(1, "0001_first", 1), (2, "0002_second", 2), (3, "0003_third", 2)]);
        migrations.Steps[2].Sql.Trim().ShouldBe("CREATE TABLE third (id INTEGER PRIMARY KEY);");
    }

    [Fact]
    public void AGapInTheVersions_IsRefused() =>
        Should.Throw<ArgumentException>(() => new Migrations([TemporaryStore.Notes, Colours with { Version = 3 }]));

    private static async Task<List<long>> Versions(SqliteDatabase database) =>
        await database.ReadAsync(sql => sql.ListAsync("SELECT version FROM schema ORDER BY version", row => row.GetInt64(0)), CancellationToken.None);
}
