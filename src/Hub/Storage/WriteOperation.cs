namespace Hub.Storage;

/// <summary>One transaction that waits for the writer: begun at most once, answered exactly once, and only after the commit.</summary>
internal abstract class WriteOperation(WriteKind kind)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private int _state = Waiting;
    private CancellationTokenRegistration _withdrawal;

    public WriteKind Kind { get; } = kind;

    /// <summary>False when the caller withdrew the operation before its turn; it must not run then.</summary>
    public bool TryBegin()
    {
        var begun = Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;
        _withdrawal.Dispose();
        return begun;
    }

    /// <summary>Gives up an operation that was never queued.</summary>
    public void Withdraw() => _withdrawal.Dispose();

    /// <summary>Runs the statements and keeps the result for <see cref="Complete"/>.</summary>
    /// <exception cref="InvalidOperationException">The work awaited something other than its statements.</exception>
    public abstract void Execute(SqliteSql sql);

    public abstract void Complete();

    public abstract void Fail(Exception cause);

    protected abstract void Cancel(CancellationToken cancel);

    /// <summary>To be called before the operation is queued.</summary>
    protected void WithdrawOn(CancellationToken cancel) =>
        _withdrawal = cancel.UnsafeRegister(
            static (operation, token) =>
            {
                var self = (WriteOperation)operation!;
                if (Interlocked.CompareExchange(ref self._state, Withdrawn, Waiting) == Waiting)
                {
                    self.Cancel(token);
                }
            },
            this);
}

/// <inheritdoc cref="WriteOperation"/>
internal sealed class WriteOperation<T> : WriteOperation
{
    private readonly Func<ISql, ValueTask<T>> _work;

    // A continuation must never run on the writer's thread: it would hold up every other write.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public WriteOperation(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
        : base(kind)
    {
        _work = work;
        WithdrawOn(cancel);
    }

    public Task<T> Answer => _answer.Task;

    public override void Execute(SqliteSql sql) => _result = sql.Run(_work);

    public override void Complete() => _answer.TrySetResult(_result);

    public override void Fail(Exception cause) => _answer.TrySetException(cause);

    protected override void Cancel(CancellationToken cancel) => _answer.TrySetCanceled(cancel);
}
