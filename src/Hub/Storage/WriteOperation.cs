namespace Hub.Storage;

/// <summary>One transaction that waits for the writer: begun at most once, answered exactly once, and only after the commit.</summary>
internal abstract class WriteOperation(WriteKind kind)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private int state = Waiting;
    private CancellationTokenRegistration withdrawal;

    public WriteKind Kind { get; } = kind;

    /// <summary>What the node must still hold for the operation to run; null for nothing.</summary>
    public Hold? Hold { get; init; }

    /// <summary>False when the caller withdrew the operation before its turn; it must not run then.</summary>
    public bool TryBegin()
    {
        var begun = Interlocked.CompareExchange(ref state, Begun, Waiting) == Waiting;
        withdrawal.Dispose();
        return begun;
    }

    /// <summary>Gives up an operation that was never queued.</summary>
    public void Withdraw() => withdrawal.Dispose();

    /// <summary>Runs the statements and keeps the result for <see cref="Complete"/>.</summary>
    /// <exception cref="InvalidOperationException">The work awaited something other than its statements.</exception>
    public abstract void Execute(ISqlRunner sql);

    public abstract void Complete();

    public abstract void Fail(Exception cause);

    protected abstract void Cancel(CancellationToken cancel);

    /// <summary>To be called before the operation is queued.</summary>
    protected void WithdrawOn(CancellationToken cancel) =>
        withdrawal = cancel.UnsafeRegister(
            static (operation, token) =>
            {
                var self = (WriteOperation)operation!;
                if (Interlocked.CompareExchange(ref self.state, Withdrawn, Waiting) == Waiting) self.Cancel(token);
            },
            this);
}

/// <inheritdoc cref="WriteOperation"/>
internal sealed class WriteOperation<T> : WriteOperation
{
    private readonly Func<ISql, ValueTask<T>> work;

    // A continuation must never run on the writer's thread: it would hold up every other write.
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public WriteOperation(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
        : base(kind)
    {
        this.work = work;
        WithdrawOn(cancel);
    }

    public Task<T> Answer => answer.Task;

    public override void Execute(ISqlRunner sql) => result = sql.Run(work);

    public override void Complete() => answer.TrySetResult(result);

    public override void Fail(Exception cause) => answer.TrySetException(cause);

    protected override void Cancel(CancellationToken cancel) => answer.TrySetCanceled(cancel);
}
