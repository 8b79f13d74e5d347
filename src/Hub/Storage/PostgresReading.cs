using System.Data.Common;

namespace Hub.Storage;

/// <summary>A piece of work that reads, together with others on one snapshot. Its statements wait until all those others wait for theirs, and go to the server with them.</summary>
internal abstract class PostgresReading
{
    /// <summary>What was asked and not sent yet.</summary>
    protected List<PostgresStatement> Asked { get; } = [];

    /// <summary>Takes what was asked since the last time.</summary>
    public void Collect(List<PostgresStatement> all)
    {
        all.AddRange(Asked);
        Asked.Clear();
    }

    /// <summary>Runs the work up to its first statement; false where its caller gave it up before.</summary>
    public abstract bool TryBegin();

    /// <summary>Runs it alone, on a snapshot of its own.</summary>
    public abstract Task RunAloneAsync(PostgresDatabase database);

    /// <summary>Answers the caller; the work is done.</summary>
    public abstract void Complete();
}

/// <inheritdoc cref="PostgresReading"/>
internal sealed class PostgresReading<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) : PostgresReading, ISql
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<T>? running;

    /// <summary>What the work leads to.</summary>
    public Task<T> Answer => answer.Task;

    /// <inheritdoc/>
    public override bool TryBegin()
    {
        if (cancel.IsCancellationRequested)
        {
            answer.TrySetCanceled(cancel);
            return false;
        }

        running = work(this).AsTask();
        return true;
    }

    /// <inheritdoc/>
    public override async Task RunAloneAsync(PostgresDatabase database)
    {
        try
        {
            answer.TrySetResult(await database.ReadAsync(work, cancel));
        }
        catch (OperationCanceledException)
        {
            answer.TrySetCanceled(cancel);
        }

        // The border between the store and the work of others: whatever it throws is its caller's, and its neighbours go on.
        catch (Exception cause)
        {
            answer.TrySetException(cause);
        }
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        if (running is not { IsCompleted: true }) answer.TrySetException(new InvalidOperationException("Work on a snapshot may await nothing but its statements."));
        else if (running.IsCompletedSuccessfully) answer.TrySetResult(running.Result);
        else answer.TrySetException(running.Exception?.InnerException ?? new OperationCanceledException());
    }

    public ValueTask<int> ExecuteAsync(string sql, params object?[] values) => throw OnlyReads();

    public ValueTask<List<int>> ExecuteEachAsync(string sql, IReadOnlyList<object?[]> each) => throw OnlyReads();

    public ValueTask PostAsync(string sql, params object?[] values) => throw OnlyReads();

    public ValueTask PostThenAsync(string sql, Func<int, ValueTask> then, params object?[] values) => throw OnlyReads();

    public ValueTask AskThenAsync<TRow>(string sql, Func<DbDataReader, TRow> map, Func<List<TRow>, ValueTask> then, params object?[] values) => throw OnlyReads();

    public ValueTask TallyAsync(string level, string name, long by) => throw OnlyReads();

    public async ValueTask<TRow?> FirstAsync<TRow>(string sql, Func<DbDataReader, TRow> map, params object?[] values)
        where TRow : class => await AskAsync(sql, values, map, 1) is [var first] ? first : null;

    public async ValueTask<TRow?> FirstValueAsync<TRow>(string sql, Func<DbDataReader, TRow> map, params object?[] values)
        where TRow : struct => await AskAsync(sql, values, map, 1) is [var first] ? first : null;

    public async ValueTask<TRow?> ScalarAsync<TRow>(string sql, params object?[] values)
        where TRow : struct => await AskAsync(sql, values, PostgresSql.Scalar<TRow>, 1) is [{ } first] ? first : null;

    public async ValueTask<List<TRow>> ListAsync<TRow>(string sql, Func<DbDataReader, TRow> map, params object?[] values) => await AskAsync(sql, values, map, int.MaxValue);

    public async ValueTask<List<List<TRow>>> ListEachAsync<TRow>(string sql, Func<DbDataReader, TRow> map, IReadOnlyList<object?[]> each) =>
        [.. await Task.WhenAll(each.Select(values => AskAsync(sql, values, map, int.MaxValue)))];

    // Goes on where the answers are given out, so that all works are heard before the next statements go.
    private Task<List<TRow>> AskAsync<TRow>(string sql, object?[] values, Func<DbDataReader, TRow> map, int most)
    {
        var heard = new TaskCompletionSource<List<TRow>>();
        Asked.Add(new PostgresStatement.Query<TRow>(sql, values, map, most, rows =>
        {
            heard.SetResult(rows);
            return ValueTask.CompletedTask;
        }));
        return heard.Task;
    }

    private static InvalidOperationException OnlyReads() => new("A snapshot is only read.");
}
