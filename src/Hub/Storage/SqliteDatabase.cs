using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>
/// The embedded store: one file, one process, one writer that commits what arrived together, and a few readers beside it.
/// </summary>
internal sealed class SqliteDatabase : IDatabase
{
    private const int ReaderCount = 4;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly SqliteWriter _writer;
    private readonly ConcurrentStack<SqliteReader> _idle = new();
    private readonly SemaphoreSlim _readers = new(ReaderCount, ReaderCount);
    private int _disposed;

    private SqliteDatabase(string path, FileStream @lock, SqliteConnection connection, TimeProvider time, ILogger logger)
    {
        _path = path;
        _time = time;
        _lock = @lock;
        _writer = new SqliteWriter(connection, logger);
    }

    /// <inheritdoc/>
    public bool IsWritable => _writer.IsWritable;

    /// <summary>Opens the file, making it and its folder where they are absent, and brings its schema up to date.</summary>
    /// <param name="path">The file. Beside it stand its log (<c>-wal</c>, <c>-shm</c>) and the lock (<c>.lock</c>).</param>
    /// <param name="migrations">What this build knows of the schema.</param>
    /// <param name="time">The clock that limits reads.</param>
    /// <param name="logger">Told of migrations and of failures to write.</param>
    /// <exception cref="StoreUnavailableException">Another process has the file open, it is of a newer version, or it cannot be opened.</exception>
    public static SqliteDatabase Open(string path, Migrations migrations, TimeProvider time, ILogger logger)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var @lock = Lock(path);
        SqliteConnection? connection = null;
        try
        {
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
        _writer.WriteAsync(kind, work, cancel);

    /// <inheritdoc/>
    public async ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        await _readers.WaitAsync(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            var reader = _idle.TryPop(out var idle) ? idle : new SqliteReader(_path, _time);
            try
            {
                return reader.Run(work, cancel);
            }
            finally
            {
                _idle.Push(reader);
            }
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>Finishes what is queued and what is being read, moves the log into the file and frees it for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Readers first: a snapshot in use would keep the log from being moved.
        for (var i = 0; i < ReaderCount; i++)
        {
            await _readers.WaitAsync(CancellationToken.None);
        }

        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }

        // Those who wait still get their turn, and are told that it is over.
        _readers.Release(ReaderCount);
        await _writer.EndAsync();
        await _lock.DisposeAsync();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new StoreUnavailableException(
                $"The store '{path}' is in use by another hub, which holds '{path}.lock'. Stop that one, or give this one another Hub:DataPath.", cause);
        }
    }
}
