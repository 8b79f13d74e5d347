namespace Hub.Storage;

/// <summary>A store that several nodes share: what work holds is looked at in each of its transactions, so that a node which was taken for dead stores nothing more of it.</summary>
internal sealed class FencedDatabase(IDatabase inner, Fence fence) : IDatabase
{
    /// <inheritdoc/>
    public bool IsWritable => inner.IsWritable;

    /// <inheritdoc/>
    /// <exception cref="ClaimLostException">Another node has what the work holds.</exception>
    public ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel) =>
        fence.Current is { } hold ? inner.WriteAsync(kind, hold, work, cancel) : inner.WriteAsync(kind, work, cancel);

    /// <inheritdoc/>
    public ValueTask<T> AskAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => inner.AskAsync(work, cancel);

    /// <inheritdoc/>
    public ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => inner.ReadAsync(work, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
