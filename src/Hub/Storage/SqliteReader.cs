using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Hub.Storage;

/// <summary>One connection that can only read, for one snapshot at a time, with a limit on its time.</summary>
internal sealed class SqliteReader : IDisposable
{
    /// <summary>The longest that one snapshot may be read.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // How many steps of SQLite's virtual machine pass between two looks at the clock: well under a millisecond.
    private const int StepsBetweenLooks = 10_000;

    private readonly SqliteConnection _connection;
    private readonly SqliteSql _sql;
    private readonly TimeProvider _time;
    private long _began;
    private CancellationToken _cancel;

    public SqliteReader(string path, TimeProvider time)
    {
        _time = time;
        _connection = SqliteConnections.OpenReader(path);
        _sql = new SqliteSql(_connection);
        sqlite3_progress_handler(_connection.Handle, StepsBetweenLooks, _ => MustStop() ? 1 : 0, this);
    }

    /// <inheritdoc cref="IDatabase.ReadAsync{T}"/>
    public T Run<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        _began = _time.GetTimestamp();
        _cancel = cancel;
        try
        {
            Execute("BEGIN");
            return _sql.Run(work);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == SQLITE_INTERRUPT)
        {
            cancel.ThrowIfCancellationRequested();
            throw new StoreTimeoutException(Limit, failure);
        }
        finally
        {
            End();
        }
    }

    public void Dispose()
    {
        _sql.Dispose();
        _connection.Dispose();
    }

    // The end is never stopped by the handler: a rollback is no loop.
    private void End()
    {
        _cancel = CancellationToken.None;
        if (sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    private bool MustStop() => _cancel.IsCancellationRequested || _time.GetElapsedTime(_began) > Limit;

    private void Execute(string sql) => _sql.Run(statements => statements.ExecuteAsync(sql));
}
