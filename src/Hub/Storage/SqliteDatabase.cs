using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>
/// The embedded store: one file, one process, one writer that commits what arrived together, and a few readers beside it.
/// </summary>
internal sealed class SqliteDatabase : IDatabase
{
    private const int ReaderCount = 4;

    // Of their own for the flow: whoever looks through the history by hand, up to five seconds each time, does not hold it up.
    private const int FlowReaderCount = 4;

    private readonly string path;
    private readonly TimeProvider time;
    private readonly FileStream held;
    private readonly SqliteWriter writer;
    private readonly ConcurrentStack<SqliteReader> idle = new();
    private readonly SemaphoreSlim readers = new(ReaderCount, ReaderCount);
    private readonly SemaphoreSlim flowReaders = new(FlowReaderCount, FlowReaderCount);
    private int disposed;

    private SqliteDatabase(string path, FileStream @lock, SqliteConnection connection, TimeProvider time, ILogger logger)
    {
        this.path = path;
        this.time = time;
        held = @lock;
        writer = new SqliteWriter(connection, time, logger);
    }

    /// <inheritdoc/>
    public bool IsWritable => writer.IsWritable;

    /// <summary>Opens the file, making it and its folder where they are absent, and brings its schema up to date.</summary>
    /// <param name="path">The file. Beside it stand its log (<c>-wal</c>, <c>-shm</c>) and the lock (<c>.lock</c>).</param>
    /// <param name="migrations">What this build knows of the schema.</param>
    /// <param name="time">The clock that limits reads.</param>
    /// <param name="logger">Told of migrations and of failures to write.</param>
    /// <exception cref="StoreUnavailableException">Another process has the file open, it is of a newer version, or it cannot be opened.</exception>
    public static SqliteDatabase Open(string path, Migrations migrations, TimeProvider time, ILogger logger)
    {
        path = Path.GetFullPath(path);
        PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
        var @lock = Lock(path);
        SqliteConnection? connection = null;
        try
        {
            Backups.RemoveLeft(path);
            foreach (var file in new[] { path, path + "-wal", path + "-shm" }) PrivateFiles.Close(file);
            PrivateFiles.Make(path);
            connection = SqliteConnections.OpenWriter(path);
            SqliteSchema.Migrate(connection, path, migrations, logger);
            return new SqliteDatabase(path, @lock, connection, time, logger);
        }
        catch
        {
            connection?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel) =>
        writer.WriteAsync(kind, work, cancel);

    /// <inheritdoc/>
    public ValueTask<T> AskAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => ReadAsync(flowReaders, work, cancel);

    /// <inheritdoc/>
    public ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => ReadAsync(readers, work, cancel);

    private async ValueTask<T> ReadAsync<T>(SemaphoreSlim places, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
            var reader = idle.TryPop(out var unused) ? unused : new SqliteReader(path, time);
            try
            {
                return reader.Run(work, cancel);
            }
            finally
            {
                idle.Push(reader);
            }
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Finishes what is queued and what is being read, moves the log into the file and frees it for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;

        // Readers first: a snapshot in use would keep the log from being moved.
        for (var i = 0; i < ReaderCount; i++) await readers.WaitAsync(CancellationToken.None);
        for (var i = 0; i < FlowReaderCount; i++) await flowReaders.WaitAsync(CancellationToken.None);

        while (idle.TryPop(out var reader)) reader.Dispose();

        // Those who wait still get their turn, and are told that it is over.
        readers.Release(ReaderCount);
        flowReaders.Release(FlowReaderCount);
        await writer.EndAsync();
        await held.DisposeAsync();
    }

    /// <summary>Takes the lock beside the file, which one process at a time can have.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it.</exception>
    public static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", PrivateFiles.Options(FileAccess.ReadWrite));
        }
        catch (IOException cause)
        {
            throw new StoreUnavailableException(
                $"The store '{path}' is in use by another hub, which holds '{path}.lock'. Stop that one, or give this one another Hub:DataPath.", cause);
        }
    }
}
