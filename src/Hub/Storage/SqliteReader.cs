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

    private readonly SqliteConnection connection;
    private readonly SqliteSql statements;
    private readonly TimeProvider time;
    private long began;
    private CancellationToken cancel;

    public SqliteReader(string path, TimeProvider time)
    {
        this.time = time;
        connection = SqliteConnections.OpenReader(path);
        statements = new SqliteSql(connection);
        sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => MustStop() ? 1 : 0, this);
    }

    /// <inheritdoc cref="IDatabase.ReadAsync{T}"/>
    public T Run<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        began = time.GetTimestamp();
        this.cancel = cancel;
        try
        {
            Execute("BEGIN");
            return statements.Run(work);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == SQLITE_INTERRUPT)
        {
            cancel.ThrowIfCancellationRequested();
            throw new StoreTimeoutException(Limit, failure);
        }
        catch (SqliteException failure)
        {
            throw new StoreUnavailableException("The store cannot be read.", failure);
        }
        finally
        {
            End();
        }
    }

    public void Dispose()
    {
        statements.Dispose();
        connection.Dispose();
    }

    // The end is never stopped by the handler: a rollback is no loop.
    private void End()
    {
        cancel = CancellationToken.None;
        if (sqlite3_get_autocommit(connection.Handle) == 0) Execute("ROLLBACK");
    }

    private bool MustStop() => cancel.IsCancellationRequested || time.GetElapsedTime(began) > Limit;

    private void Execute(string sql) => statements.Execute(sql);
}
