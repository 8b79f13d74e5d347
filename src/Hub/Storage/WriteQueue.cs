using System.Threading.Channels;

namespace Hub.Storage;

/// <summary>What waits for the writer, bounded; a batch is what arrived while the last one was being committed.</summary>
internal sealed class WriteQueue(int capacity)
{
    /// <summary>The most operations that share one commit.</summary>
    public const int BatchSize = 256;

    // Two channels, so that a flood of webhooks never keeps out the work that would drain it.
    private readonly Channel<WriteOperation> appends = Open(capacity);
    private readonly Channel<WriteOperation> others = Open(capacity);
    private readonly object arrival = new();
    private bool arrived;
    private bool closed;

    /// <summary>Queues an operation: an append at once or not at all, any other as soon as there is room.</summary>
    /// <exception cref="StoreBusyException">The operation is an append and there is no room.</exception>
    /// <exception cref="StoreUnavailableException">The queue is closed.</exception>
    public async ValueTask AddAsync(WriteOperation operation, CancellationToken cancel)
    {
        if (operation.Kind == WriteKind.Append)
        {
            if (!appends.Writer.TryWrite(operation)) throw Volatile.Read(ref closed) ? Closed() : new StoreBusyException();
        }
        else
        {
            try
            {
                await others.Writer.WriteAsync(operation, cancel);
            }
            catch (ChannelClosedException)
            {
                throw Closed();
            }
        }

        Signal();
    }

    /// <summary>Takes up to <see cref="BatchSize"/> operations in the order of their kinds; empty when nothing waits.</summary>
    public List<WriteOperation> Take()
    {
        var othersReady = others.Reader.Count;
        var appendsTaken = Math.Min(appends.Reader.Count, Math.Max(BatchSize / 2, BatchSize - othersReady));
        var batch = new List<WriteOperation>(Math.Min(BatchSize, appendsTaken + othersReady));
        while (batch.Count < appendsTaken && appends.Reader.TryRead(out var operation)) batch.Add(operation);

        while (batch.Count < BatchSize && others.Reader.TryRead(out var operation)) batch.Add(operation);

        // A stable sort: what has the same kind keeps its order of arrival.
        return [.. batch.OrderBy(operation => operation.Kind)];
    }

    /// <summary>Blocks until something waits, the queue was closed or <paramref name="atMost"/> has passed.</summary>
    /// <returns>False when the queue is closed and empty, so that nothing will ever come.</returns>
    public bool Wait(TimeSpan atMost)
    {
        // Closed before counted: what was queued at the last moment is seen.
        var isClosed = Volatile.Read(ref closed);
        if (appends.Reader.Count + others.Reader.Count > 0) return true;

        if (isClosed) return false;

        lock (arrival)
        {
            // What was taken with the batch before it has signalled too.
            if (arrived && appends.Reader.Count + others.Reader.Count == 0 && !Volatile.Read(ref closed)) arrived = false;
            if (!arrived) Monitor.Wait(arrival, atMost);

            arrived = false;
            return true;
        }
    }

    /// <summary>Takes no more; what is queued can still be taken.</summary>
    public void Close()
    {
        appends.Writer.TryComplete();
        others.Writer.TryComplete();

        // Last, so that whoever sees it knows that nothing more can come.
        Volatile.Write(ref closed, true);
        Signal();
    }

    private void Signal()
    {
        lock (arrival)
        {
            arrived = true;
            Monitor.Pulse(arrival);
        }
    }

    private static StoreUnavailableException Closed() => new("The store is closing; nothing more is written.");

    private static Channel<WriteOperation> Open(int capacity) =>
        Channel.CreateBounded<WriteOperation>(new BoundedChannelOptions(capacity) { SingleReader = true });
}
