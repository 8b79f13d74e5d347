namespace Hub.Storage;

/// <summary>The one relational store of the hub, whatever its dialect. Everything that must survive is a row in it.</summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>True when the last commit succeeded (at start: when the store opened). What readiness asks.</summary>
    bool IsWritable { get; }

    /// <summary>Runs <paramref name="work"/> as one transaction and returns when it is durable.</summary>
    /// <remarks>
    /// A dialect that meets a serialisation failure runs <paramref name="work"/> again, so it has no effect but its statements
    /// and awaits nothing but them. <paramref name="cancel"/> withdraws work that has not begun; work that has begun is finished.
    /// </remarks>
    /// <exception cref="StoreBusyException">The queue is full (only <see cref="WriteKind.Append"/>; other work waits for room).</exception>
    /// <exception cref="StoreUnavailableException">The transaction could not be made durable; nothing of it was stored.</exception>
    ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel);

    /// <summary>The same for work that is done with what a node holds: nothing of it is stored where another node has that.</summary>
    /// <param name="kind">What the write is for.</param>
    /// <param name="hold">What the node holds.</param>
    /// <param name="work">The statements.</param>
    /// <param name="cancel">Withdraws what has not begun.</param>
    /// <exception cref="ClaimLostException">Another node has what the work holds.</exception>
    ValueTask<T> WriteAsync<T>(WriteKind kind, Hold hold, Func<ISql, ValueTask<T>> work, CancellationToken cancel) =>
        WriteAsync(kind, async sql => await Fence.HoldsAsync(sql, hold, kind) ? await work(sql) : throw new ClaimLostException(), cancel);

    /// <summary>Runs <paramref name="work"/>, which reads a little and soon has what it needs, on a snapshot that others may share; it awaits nothing but its statements.</summary>
    /// <exception cref="StoreTimeoutException">The read took longer than it may.</exception>
    ValueTask<T> AskAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => ReadAsync(work, cancel);

    /// <summary>Runs <paramref name="work"/> on one consistent, read-only snapshot, for at most 5 seconds.</summary>
    /// <exception cref="StoreTimeoutException">The read took longer than it may.</exception>
    ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel);
}

/// <summary>What a write is for, in the order in which writes that arrived together are served.</summary>
internal enum WriteKind
{
    /// <summary>T0: a raw webhook, whose sender waits for the answer.</summary>
    Append,

    /// <summary>T4: the end of an attempt.</summary>
    EndAttempt,

    /// <summary>T3: the beginning of an attempt.</summary>
    BeginAttempt,

    /// <summary>T2: one event with its commands.</summary>
    Apply,

    /// <summary>T1: the events of webhooks.</summary>
    Read,

    /// <summary>Everything that nobody waits for.</summary>
    Housekeeping,
}
