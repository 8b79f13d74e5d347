namespace Hub.Tests.Storage;

public sealed class SqliteCheckpointsTests : IDisposable
{
    // More than may ever be in the log: 64,000 pages of 4 KiB, and each note takes twice its size.
    private const int Notes = 2_000;

    // Of the log's head (https://sqlite.org/fileformat2.html, section 4.1): the first salt is another one whenever the log is begun anew.
    private const int Salt = 16;

    private readonly TemporaryStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task LongLog_IsBegunAnew_AndNothingIsLost()
    {
        await using var database = store.Open();
        await database.AddNoteAsync("first");
        var first = SaltOfLog();
        var written = 1;
        while (SaltOfLog() == first && written < Notes)
        {
            await database.AddNoteAsync($"{written} {new string('x', 100_000)}");
            written++;
        }

        await database.AddNoteAsync("last");
        SaltOfLog().ShouldNotBe(first);
        var notes = await database.NotesAsync();
        (notes.Count, notes[^1]).ShouldBe((written + 1, "last"));
    }

    private int SaltOfLog()
    {
        using var log = new FileStream(store.Path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[Salt + sizeof(int)];
        log.ReadExactly(head);
        return BitConverter.ToInt32(head, Salt);
    }
}
