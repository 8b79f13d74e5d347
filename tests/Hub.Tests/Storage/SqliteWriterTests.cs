using Hub.Storage;

namespace Hub.Tests.Storage;

/// <summary>What shares a transaction succeeds or fails by itself.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private readonly TemporaryStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task OneOperationThatFails_LeavesItsNeighboursAlone()
    {
        await using var database = store.Open();
        var release = database.HoldWriter(out var held);
        var first = database.AddNoteAsync("first");
        var broken = database.WriteAsync<int>(
            WriteKind.Apply,
            async sql =>
            {
                await sql.ExecuteAsync("INSERT INTO note (name) VALUES ($1)", "half done");
                throw new InvalidDataException("no");
            },
            CancellationToken.None).AsTask();
        var last = database.AddNoteAsync("last");
        release.Set();
        await held;

        (await broken.ShouldThrowAsync<InvalidDataException>()).Message.ShouldBe("no");
        await Task.WhenAll(first, last);
        (await database.NotesAsync()).ShouldBe(["first", "last"]);
        database.IsWritable.ShouldBeTrue();
    }

    [Fact]
    public async Task OneOperationThatFails_LetsItsNeighboursCountOnce()
    {
        await using var database = store.Open(
            TemporaryStore.Notes,
            new Migration(2, "0002_counter", 2, "CREATE TABLE counter (level TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (level, name))"));
        var release = database.HoldWriter(out var held);
        var first = CountAsync("first", fails: false);
        var broken = CountAsync("broken", fails: true);
        var last = CountAsync("last", fails: false);
        release.Set();
        await held;

        await broken.ShouldThrowAsync<InvalidDataException>();
        await Task.WhenAll(first, last);
        (await database.NotesAsync()).ShouldBe(["first", "last"]);
        (await database.ReadAsync(sql => sql.ScalarAsync<long>("SELECT value FROM counter"), CancellationToken.None)).ShouldBe(2);

        Task<int> CountAsync(string name, bool fails) =>
            database.WriteAsync(
                WriteKind.Apply,
                async sql =>
                {
                    await sql.TallyAsync("note", "made", 1);
                    await sql.ExecuteAsync("INSERT INTO note (name) VALUES ($1)", name);
                    return fails ? throw new InvalidDataException("no") : 0;
                },
                CancellationToken.None).AsTask();
    }

    [Fact]
    public async Task ACommitThatFails_FailsEveryWaiterOfItsBatchAndNobodyElse()
    {
        await using var database = store.Open();
        var release = database.HoldWriter(out var held);
        var first = database.AddNoteAsync("first");
        var orphan = database.WriteAsync(
            WriteKind.Apply, sql => sql.ExecuteAsync("INSERT INTO answer (note) VALUES ($1)", 7), CancellationToken.None).AsTask();
        var last = database.AddNoteAsync("last");
        release.Set();
        await held;

        foreach (var write in new[] { first, orphan, last }) await write.ShouldThrowAsync<StoreUnavailableException>();

        database.IsWritable.ShouldBeFalse();
        (await database.NotesAsync()).ShouldBeEmpty();

        await database.AddNoteAsync("afterwards");
        database.IsWritable.ShouldBeTrue();
        (await database.NotesAsync()).ShouldBe(["afterwards"]);
    }
}
