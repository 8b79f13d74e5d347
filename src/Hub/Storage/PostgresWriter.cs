using Npgsql;

namespace Hub.Storage;

/// <summary>
/// The owner of a node's one connection that writes, on a thread of its own. What is queued becomes one transaction, begun under a lock that all nodes
/// share: so every statement meets the store as the statement before left it, on every node, as on the embedded store.
/// </summary>
internal sealed partial class PostgresWriter
{
    private const int QueueCapacity = 2048;
    private const int RunsAtMost = 5;
    private const long WriterLock = 0x687562_02;

    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource source;
    private readonly ILogger logger;
    private readonly WriteQueue queue = new(QueueCapacity);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NpgsqlConnection? connection;
    private bool hadConnection;
    private PostgresSql? statements;
    private bool writable = true;

    /// <summary>Starts the thread.</summary>
    /// <param name="source">The connections that write; the writer holds one of them.</param>
    /// <param name="logger">Told of a store that fails and of one that works again.</param>
    public PostgresWriter(NpgsqlDataSource source, ILogger logger)
    {
        this.source = source;
        this.logger = logger;
        new Thread(Serve) { Name = "store-writer", IsBackground = true }.Start();
    }

    /// <summary>Whether the last write succeeded.</summary>
    public bool IsWritable => Volatile.Read(ref writable);

    /// <inheritdoc cref="IDatabase.WriteAsync{T}(WriteKind, Func{ISql, ValueTask{T}}, CancellationToken)"/>
    public async ValueTask<T> WriteAsync<T>(WriteKind kind, Hold? hold, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var operation = new WriteOperation<T>(kind, work, cancel) { Hold = hold };
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

    /// <summary>Takes no more, finishes what is queued and closes.</summary>
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
            if (batch.Count > 0 || !IsWritable) Store(batch);
        }

        connection?.Dispose();
        ended.SetResult();
    }

    // Together; where one of them fails, all are undone and each runs by itself: an operation may be run again, and few fail.
    private void Store(List<WriteOperation> batch)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                Commit(batch);
                break;
            }
            catch (Exception failure) when (run < RunsAtMost && (PostgresFailures.IsCollision(failure) || WasBroken(failure)))
            {
                Release(failure);
            }

            // The border between the store and the work of others: whatever it throws is its caller's, and its neighbours go on.
            catch (Exception failure)
            {
                Release(failure);
                Fail(batch, failure);
                return;
            }
        }

        batch.ForEach(operation => operation.Complete());
    }

    private void Fail(List<WriteOperation> batch, Exception failure)
    {
        if (PostgresFailures.IsUnavailable(failure))
        {
            Failed(PostgresFailures.Tell(failure));
            var cause = new StoreUnavailableException($"The store could not be written: {PostgresFailures.Tell(failure)}", failure);
            batch.ForEach(operation => operation.Fail(cause));
        }
        else if (batch is [var alone])
        {
            alone.Fail(failure);
        }
        else
        {
            foreach (var operation in batch) Store([operation]);
        }
    }

    // The connection broke while nobody used it, and nothing has been done on it: a new one may work at once.
    private bool WasBroken(Exception failure) => hadConnection && statements is not { HasAnswered: true } && PostgresFailures.IsUnavailable(failure);

    private void Commit(List<WriteOperation> batch)
    {
        (statements, hadConnection) = (null, connection is not null);
        connection ??= source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        var sql = statements = new PostgresSql(connection, blocks: true, CancellationToken.None);
        var lost = sql.Run(async open =>
        {
            await open.AskThenAsync($"SELECT pg_advisory_xact_lock({WriterLock})", _ => true, _ => ValueTask.CompletedTask);
            return await LostAsync(sql, batch);
        });
        foreach (var operation in batch.Except(lost)) operation.Execute(sql);
        sql.Run(async _ =>
        {
            await sql.EndAsync();
            return true;
        });
        transaction.Commit();
        foreach (var operation in lost) operation.Fail(new ClaimLostException());
        batch.RemoveAll(lost.Contains);
        Succeeded();
    }

    // Asked at once for all of them: under the lock nobody else can take what this node holds.
    private static async ValueTask<HashSet<WriteOperation>> LostAsync(PostgresSql sql, List<WriteOperation> batch)
    {
        var held = batch.FindAll(operation => operation.Hold is not null);
        var questions = held.ConvertAll(operation => Fence.Question(operation.Hold!, operation.Kind));
        var found = await sql.AreThereAsync(questions.Select(question => (question.Text, question.Values)));
        return [.. held.Where((_, i) => found[i] != questions[i].IsThere)];
    }

    // A connection that may be broken is not used again.
    private void Release(Exception failure)
    {
        if (!PostgresFailures.IsUnavailable(failure) && connection?.FullState == System.Data.ConnectionState.Open) return;
        connection?.Dispose();
        connection = null;
    }

    private void Failed(string reason)
    {
        if (!IsWritable) return;
        Volatile.Write(ref writable, false);
        LogUnwritable(logger, reason);
    }

    private void Succeeded()
    {
        if (IsWritable) return;
        Volatile.Write(ref writable, true);
        LogWritable(logger);
    }
}
