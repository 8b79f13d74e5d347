using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task FlowReads_WhileSomebodyLooksThroughTheHistoryInEveryOtherReader()
    {
        await using var database = store.Open();
        await database.AddNoteAsync("kept");
        using var go = new ManualResetEventSlim();
        var looking = Enumerable.Range(0, 20).Select(_ => Task.Run(() => database.ReadAsync(
            _ =>
            {
                go.Wait();
                return ValueTask.FromResult("looked");
            },
            CancellationToken.None).AsTask())).ToList();
        (await database.AskAsync(sql => sql.ScalarAsync<long>("SELECT COUNT(*) FROM note"), CancellationToken.None)).ShouldBe(1);
        looking.ShouldAllBe(look => !look.IsCompleted);
        go.Set();
        (await Task.WhenAll(looking)).Length.ShouldBe(20);
    }

    [Fact]
    public async Task WritesThatArrivedTogether_AreServedInTheOrderOfTheirKinds()
    {
        await using var database = store.Open();
        var release = database.HoldWriter(out var held);
        var writes = Enum.GetValues<WriteKind>().Reverse()
            .SelectMany(kind => new[] { database.AddNoteAsync($"{kind} 1", kind), database.AddNoteAsync($"{kind} 2", kind) })
            .ToList();
        release.Set();
        await held;
        await Task.WhenAll(writes);

        (await database.NotesAsync()).ShouldBe(
        [
            "Append 1", "Append 2", "EndAttempt 1", "EndAttempt 2", "BeginAttempt 1", "BeginAttempt 2",
            "Apply 1", "Apply 2", "Read 1", "Read 2", "Housekeeping 1", "Housekeeping 2",
        ]);
    }

    [Fact]
    public async Task AFullDisk_FailsTheWriteAndStoresNothingOfIt()
    {
        await using var database = store.Open();
        await database.AddNoteAsync("small");
        await Write(database, "PRAGMA max_page_count = 1");
        var large = database.AddNoteAsync(new string('x', 1_000_000));
        await large.ShouldThrowAsync<StoreUnavailableException>();
        (await database.NotesAsync()).ShouldBe(["small"]);
    }

    [Fact]
    public async Task StoreThatFails_IsNotReadyUntilAWriteSucceeds_AndIsToldOnce()
    {
        var log = new CapturedLog();
        await using var database = store.Open(log);
        await Write(database, "PRAGMA max_page_count = 1");
        for (var i = 0; i < 3; i++)
        {
            await database.AddNoteAsync(new string('x', 1_000_000)).ShouldThrowAsync<StoreUnavailableException>();
            database.IsWritable.ShouldBeFalse();
            await database.AddNoteAsync($"small {i}");
            database.IsWritable.ShouldBeTrue();
        }

        log.Messages.Where(message => message.Text.Contains("store can", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .Text.ShouldBe("The store cannot be written (SQLite Error 13: 'database or disk is full'.). Webhooks are answered 503 until it can.");
        store.Time.Advance(TimeSpan.FromSeconds(11));
        await database.AddNoteAsync("calm");
        await database.AddNoteAsync("still calm");
        log.Messages.Select(message => message.Text).Count(text => text == "The store can be written again.").ShouldBe(1);
    }

    [Fact]
    public async Task StoreAndWhatStandsBesideIt_AreTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        await using (var database = store.Open()) await database.AddNoteAsync("one");
        File.SetUnixFileMode(store.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await using var again = store.Open(TemporaryStore.Notes, new Migration(2, "0002_more", 1, "CREATE TABLE more (id INTEGER)"));
        await again.AddNoteAsync("two");
        foreach (var file in new[] { "", "-wal", "-shm", ".lock", ".before-2" }) File.GetUnixFileMode(store.Path + file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task FiftyWritersOfOneUniqueRow_MakeItOnce()
    {
        await using var database = store.Open();
        var changes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => database.WriteAsync(
            WriteKind.Apply,
            sql => sql.ExecuteAsync("INSERT INTO note (name) VALUES ($1) ON CONFLICT DO NOTHING", "the one"),
            CancellationToken.None).AsTask())));
        changes.Sum().ShouldBe(1);
        (await database.NotesAsync()).ShouldBe(["the one"]);
    }

    [Fact]
    public async Task MoreAppendsThanTheQueueHolds_AreRefusedAtOnceWhileOtherWorkWaits()
    {
        await using var database = store.Open();
        var release = database.HoldWriter(out var held);
        var appends = Enumerable.Range(0, 2048).Select(i => database.AddNoteAsync($"append {i}", WriteKind.Append)).ToList();
        var tooMany = database.AddNoteAsync("too many", WriteKind.Append);
        tooMany.IsFaulted.ShouldBeTrue();
        await tooMany.ShouldThrowAsync<StoreBusyException>();

        var others = Enumerable.Range(0, 2050).Select(i => database.AddNoteAsync($"other {i}")).ToList();
        release.Set();
        await held;
        await Task.WhenAll(appends.Concat(others));
        (await database.NotesAsync()).Count.ShouldBe(2048 + 2050);
    }

    [Fact]
    public async Task AWriteWithdrawnBeforeItsTurn_NeverRuns()
    {
        await using var database = store.Open();
        using var cancel = new CancellationTokenSource();
        var release = database.HoldWriter(out var held);
        var write = database.WriteAsync(
            WriteKind.Apply, sql => sql.ExecuteAsync("INSERT INTO note (name) VALUES ($1)", "no"), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await write.ShouldThrowAsync<OperationCanceledException>();
        release.Set();
        await held;
        (await database.NotesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task WorkThatAwaitsSomethingElse_IsRefusedAndUndone()
    {
        await using var database = store.Open();
        var elsewhere = new TaskCompletionSource();
        var late = new TaskCompletionSource<Exception>();
        var write = database.WriteAsync(
            WriteKind.Apply,
            async sql =>
            {
                await sql.ExecuteAsync("INSERT INTO note (name) VALUES ($1)", "before");
                await elsewhere.Task;
                try
                {
                    return await sql.ExecuteAsync("INSERT INTO note (name) VALUES ($1)", "after");
                }
                catch (InvalidOperationException refused)
                {
                    late.SetResult(refused);
                    return 0;
                }
            },
            CancellationToken.None).AsTask();
        await write.ShouldThrowAsync<InvalidOperationException>();
        elsewhere.SetResult();
        (await late.Task).Message.ShouldContain("belongs inside the work");
        (await database.NotesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AReader_CannotWrite()
    {
        await using var database = store.Open();
        var write = database.ReadAsync(sql => sql.ExecuteAsync("INSERT INTO note (name) VALUES ('no')"), CancellationToken.None).AsTask();
        (await write.ShouldThrowAsync<StoreUnavailableException>()).InnerException!.Message.ShouldContain("readonly");
        (await database.NotesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ARead_SeesOneSnapshotWhileOthersWrite()
    {
        await using var database = store.Open();
        await database.AddNoteAsync("before");
        var counts = await database.ReadAsync(
            async sql =>
            {
                var before = await sql.ScalarAsync<long>("SELECT count(*) FROM note");
                Task.Run(() => database.AddNoteAsync("meanwhile")).GetAwaiter().GetResult();
                return (before, after: await sql.ScalarAsync<long>("SELECT count(*) FROM note"));
            },
            CancellationToken.None);
        counts.ShouldBe((1, 1));
        (await database.NotesAsync()).ShouldBe(["before", "meanwhile"]);
    }

    [Fact]
    public async Task AReadThatTakesTooLong_IsStopped()
    {
        await using var database = store.Open();
        store.Time.StepPerLook = TimeSpan.FromSeconds(2);
        await EndlessRead(database, CancellationToken.None).ShouldThrowAsync<StoreTimeoutException>();
        store.Time.StepPerLook = TimeSpan.Zero;
        (await database.NotesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AReadThatIsCancelled_IsStopped()
    {
        await using var database = store.Open();
        using var cancel = new CancellationTokenSource();
        var read = Task.Run(() => EndlessRead(database, cancel.Token));
        await cancel.CancelAsync();
        await read.ShouldThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task ASecondHubOnTheSameFile_IsRefusedWithASentence()
    {
        await using (store.Open())
        {
            Should.Throw<StoreUnavailableException>(() => store.Open()).Message.ShouldContain("is in use by another hub");
        }

        await using var next = store.Open();
        next.IsWritable.ShouldBeTrue();
    }

    [Fact]
    public async Task Disposing_FinishesWhatIsQueuedAndRefusesWhatComesLater()
    {
        var database = store.Open();
        var release = database.HoldWriter(out var held);
        var writes = Enumerable.Range(0, 1000).Select(i => database.AddNoteAsync($"{i}")).ToList();
        var end = database.DisposeAsync().AsTask();
        release.Set();
        await held;
        await end;
        await Task.WhenAll(writes);
        await database.AddNoteAsync("late").ShouldThrowAsync<StoreUnavailableException>();
        await database.AddNoteAsync("late", WriteKind.Append).ShouldThrowAsync<StoreUnavailableException>();
        await database.NotesAsync().ShouldThrowAsync<ObjectDisposedException>();
        File.Exists(store.Path + "-wal").ShouldBeFalse();

        await using var next = store.Open();
        (await next.NotesAsync()).Count.ShouldBe(1000);
    }

    [Fact]
    public async Task AFileLeftByAKilledProcess_HoldsWhatWasAcknowledged()
    {
        // What a killed process leaves is the file and its log, as they stand after an answer and without a clean end.
        using var copy = new TemporaryStore();
        await using (var database = store.Open())
        {
            for (var i = 0; i < 20; i++) await database.AddNoteAsync($"{i}");

            File.Copy(store.Path, copy.Path);
            File.Copy(store.Path + "-wal", copy.Path + "-wal");
        }

        await using var next = copy.Open();
        (await next.NotesAsync()).ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i}"));
    }

    [Fact]
    public async Task TheStore_IsDurableAndChecksReferences()
    {
        await using var database = store.Open();
        (await Read(database, "PRAGMA synchronous")).ShouldBe(2);
        (await Read(database, "PRAGMA foreign_keys")).ShouldBe(1);
        (await Read(database, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'")).ShouldBe(1);
    }

    private static Task<long> EndlessRead(SqliteDatabase database, CancellationToken cancel) => database.ReadAsync(
        async sql => (await sql.ScalarAsync<long>(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"))!.Value,
        cancel).AsTask();

    private static async Task<long?> Read(SqliteDatabase database, string sql) =>
        await database.WriteAsync(WriteKind.Housekeeping, statements => statements.ScalarAsync<long>(sql), CancellationToken.None);

    private static async Task Write(SqliteDatabase database, string sql) =>
        await database.WriteAsync(WriteKind.Housekeeping, statements => statements.ExecuteAsync(sql), CancellationToken.None);
}
