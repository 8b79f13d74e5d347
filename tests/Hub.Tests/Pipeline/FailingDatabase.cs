using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>A store whose next writes of a kind cannot be made durable.</summary>
internal sealed class FailingDatabase(IDatabase inner) : IDatabase
{
    private int passing;
    private int failures;
    private WriteKind failing;
    private volatile Exception? readError;
    private WriteKind? twice;
    private WriteKind? unanswered;
    private (WriteKind Kind, Func<ISql, ValueTask<bool>> Work)? first;
    private Exception cause = new StoreUnavailableException("The disk is full.");

    public bool IsWritable => inner.IsWritable;

    public void Fail(WriteKind kind, int times, Exception? error = null, int after = 0)
    {
        passing = after;
        cause = error ?? new StoreUnavailableException("The disk is full.");
        failing = kind;
        Volatile.Write(ref failures, times);
    }

    /// <summary>Lets every read fail from now on; null ends that.</summary>
    public void FailReads(Exception? error) => readError = error;

    /// <summary>Lets another write come just before the next of a kind.</summary>
    public void Before(WriteKind kind, Func<ISql, ValueTask<bool>> work) => first = (kind, work);

    /// <summary>Lets the next write of a kind be made durable and run once more, as where the answer to its commit was lost.</summary>
    public void Twice(WriteKind kind) => twice = kind;

    /// <summary>Lets the next write of a kind be made durable, and its answer be lost.</summary>
    public void LoseAnswer(WriteKind kind) => unanswered = kind;

    public async ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        if (kind == failing && Volatile.Read(ref failures) > 0 && Interlocked.Decrement(ref passing) < 0 && Interlocked.Decrement(ref failures) >= 0) throw cause;
        if (first is var (before, other) && before == kind)
        {
            first = null;
            await inner.WriteAsync(kind, other, cancel);
        }

        if (twice == kind)
        {
            twice = null;
            await inner.WriteAsync(kind, work, cancel);
        }

        var answer = await inner.WriteAsync(kind, work, cancel);
        if (unanswered != kind) return answer;
        unanswered = null;
        throw new StoreUnavailableException("The connection was lost.");
    }

    public ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => readError is { } error ? ValueTask.FromException<T>(error) : inner.ReadAsync(work, cancel);

    public ValueTask<T> AskAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => readError is { } error ? ValueTask.FromException<T>(error) : inner.AskAsync(work, cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
