using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Hub.Storage;

/// <summary>
/// The owner of the only connection that writes, on a thread of its own. What is queued becomes one transaction,
/// one commit, one fsync; nobody is answered before it.
/// </summary>
internal sealed partial class SqliteWriter
{
    private const int QueueCapacity = 2048;
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);

    // A disk that is nearly full takes one write and refuses the next: the log tells of the end only when no write has failed for a while.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    private readonly SqliteConnection connection;
    private readonly SqliteSql statements;
    private readonly SqliteCheckpoints checkpoints;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly WriteQueue queue = new(QueueCapacity);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool writable = true;
    private bool isFailureTold;
    private long failedAt;

    /// <summary>Starts the thread.</summary>
    /// <param name="connection">The connection, open and migrated; the writer closes it at its end.</param>
    /// <param name="time">The clock that tells how long the store has failed.</param>
    /// <param name="logger">Told of a store that fails and of one that works again.</param>
    public SqliteWriter(SqliteConnection connection, TimeProvider time, ILogger logger)
    {
        this.connection = connection;
        statements = new SqliteSql(connection);
        checkpoints = new SqliteCheckpoints(connection);
        this.time = time;
        this.logger = logger;
        new Thread(Serve) { Name = "store-writer", IsBackground = true }.Start();
    }

    /// <summary>Whether the last write succeeded.</summary>
    public bool IsWritable => Volatile.Read(ref writable);

    /// <inheritdoc cref="IDatabase.WriteAsync{T}(WriteKind, Func{ISql, ValueTask{T}}, CancellationToken)"/>
    public async ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var operation = new WriteOperation<T>(kind, work, cancel);
        try
        {
            await queue.AddAsync(operation, cancel);
        }
        catch
        {
            operation.Withdraw();
            throw;
        }

        return await operation.Answer;
    }

    /// <summary>Takes no more, finishes what is queued, moves the log into the file and closes.</summary>
    public Task EndAsync()
    {
        queue.Close();
        return ended.Task;
    }

    private void Serve()
    {
        while (queue.Wait(ProbeEvery))
        {
            var batch = queue.Take();
            batch.RemoveAll(operation => !operation.TryBegin());
            if (batch.Count > 0)
            {
                Commit(batch);
            }
            else if (!IsWritable)
            {
                Probe();
            }
            else
            {
                TellOfTheEnd();
            }
        }

        Close();
        ended.SetResult();
    }

    private void Commit(List<WriteOperation> batch)
    {
        Dictionary<WriteOperation, Exception> failed = [];
        try
        {
            var before = sqlite3_total_changes(connection.Handle);
            Execute("BEGIN IMMEDIATE");
            if (!RunTogether(batch))
            {
                RollBack();
                Execute("BEGIN IMMEDIATE");
                failed = RunApart(batch);
            }

            statements.Run(WriteCountedAsync);
            Execute("COMMIT");
            Judge(failed.Values.OfType<StoreUnavailableException>().FirstOrDefault(), sqlite3_total_changes(connection.Handle) != before);
        }
        catch (SqliteException failure)
        {
            RollBack();
            Failed(failure.Message);
            var cause = Unavailable(failure);
            batch.ForEach(operation => operation.Fail(cause));
            return;
        }

        foreach (var operation in batch)
        {
            if (failed.TryGetValue(operation, out var cause)) operation.Fail(cause);
            else operation.Complete();
        }

        checkpoints.Committed();
    }

    // False where one of them fails: then all are undone and run again. Few fail, and a savepoint copies every page that is changed in it.
    private bool RunTogether(List<WriteOperation> batch)
    {
        try
        {
            foreach (var operation in batch) operation.Execute(statements);
            statements.Counted.Keep();
            return true;
        }

        // The border between the store and the work of others: whatever it is, the operation throws it once more when it runs apart, and its caller is told.
        catch (Exception)
        {
            return false;
        }
    }

    // Returns what failed, with why.
    private Dictionary<WriteOperation, Exception> RunApart(List<WriteOperation> batch)
    {
        var failed = new Dictionary<WriteOperation, Exception>();
        foreach (var operation in batch)
        {
            if (TryExecute(operation) is { } cause) failed.Add(operation, cause);
        }

        return failed;
    }

    /// <summary>Runs one operation in its savepoint; returns why it failed, or null.</summary>
    /// <exception cref="SqliteException">The whole transaction is lost, not only this operation.</exception>
    private Exception? TryExecute(WriteOperation operation)
    {
        Execute("SAVEPOINT operation");
        try
        {
            operation.Execute(statements);
            Execute("RELEASE operation");
            statements.Counted.Keep();
            return null;
        }

        // The border between the store and the work of others: whatever it throws is its caller's, and its neighbours go on.
        catch (Exception cause)
        {
            statements.Counted.Drop();

            // SQLite ends the transaction by itself after some failures of the disk (https://sqlite.org/lang_transaction.html, section 3).
            if (sqlite3_get_autocommit(connection.Handle) != 0)
            {
                throw cause as SqliteException ?? new SqliteException("The transaction is gone.", SQLITE_ABORT);
            }

            Execute("ROLLBACK TO operation");
            Execute("RELEASE operation");
            return cause is SqliteException { SqliteErrorCode: SQLITE_FULL or SQLITE_IOERR or SQLITE_NOMEM or SQLITE_READONLY or SQLITE_CORRUPT } failure
                ? Unavailable(failure)
                : cause;
        }
    }

    /// <summary>A store that failed tries by itself whether it works again; while it is not ready, perhaps nobody else writes to it.</summary>
    private void Probe()
    {
        try
        {
            DiskProbe.Write(connection.DataSource);
            Execute("BEGIN IMMEDIATE");
            Execute("PRAGMA user_version = 0");
            Execute("COMMIT");
            Succeeded();
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            failedAt = time.GetTimestamp();
            RollBack();
        }
    }

    private async ValueTask<bool> WriteCountedAsync(ISql sql)
    {
        foreach (var counter in statements.Counted.Take()) await sql.ExecuteAsync(Counters.Add, counter.Level, counter.Name, counter.Value);
        return true;
    }

    private void RollBack()
    {
        statements.Counted.Take();
        if (sqlite3_get_autocommit(connection.Handle) != 0) return;

        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException failure)
        {
            LogRollbackFailed(logger, failure.Message);
        }
    }

    private void Close()
    {
        try
        {
            checkpoints.Dispose();
            statements.Dispose();
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException failure)
        {
            LogCheckpointFailed(logger, failure.Message);
        }
        finally
        {
            connection.Dispose();
        }
    }

    private void Execute(string sql) => statements.Execute(sql);

    // A commit of nothing succeeds on a full disk too, and proves nothing.
    private void Judge(StoreUnavailableException? failure, bool hasWritten)
    {
        if (failure is not null)
        {
            Failed(failure.InnerException?.Message ?? failure.Message);
        }
        else if (hasWritten)
        {
            Succeeded();
        }
        else if (!IsWritable)
        {
            Probe();
        }
    }

    private void Failed(string reason)
    {
        failedAt = time.GetTimestamp();
        Volatile.Write(ref writable, false);
        if (isFailureTold) return;
        isFailureTold = true;
        LogUnwritable(logger, reason);
    }

    private void Succeeded()
    {
        Volatile.Write(ref writable, true);
        TellOfTheEnd();
    }

    private void TellOfTheEnd()
    {
        if (!isFailureTold || time.GetElapsedTime(failedAt) < Calm) return;
        isFailureTold = false;
        LogWritable(logger);
    }

    private static StoreUnavailableException Unavailable(SqliteException failure) =>
        new($"The store could not be written: {failure.Message}", failure);
}
