using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>What is counted of the requests that are answered without being stored.</summary>
internal enum UnstoredRequest
{
    /// <summary>401: the origin of the webhook is not proved.</summary>
    Refused401,

    /// <summary>404: the endpoint is unknown.</summary>
    Unknown404,

    /// <summary>413: the body is larger than the vendor's limit.</summary>
    TooLarge413,

    /// <summary>503: the store takes no more.</summary>
    Overloaded503,

    /// <summary>A vendor's question whether the address is ours.</summary>
    Handshakes,
}

/// <summary>Counts requests in memory and adds the counts to the store from time to time: a flood of refused requests never becomes a flood of writes.</summary>
internal sealed class RequestCounters(IDatabase database) : IDisposable
{
    private static readonly UnstoredRequest[] Kinds = Enum.GetValues<UnstoredRequest>();

    private readonly long[] counts = new long[Kinds.Length];
    private readonly SemaphoreSlim flushing = new(1, 1);

    /// <summary>The counter's name in the store and in <c>/stats</c>.</summary>
    public static string Name(UnstoredRequest kind) => kind switch
    {
        UnstoredRequest.Refused401 => "refused401",
        UnstoredRequest.Unknown404 => "unknown404",
        UnstoredRequest.TooLarge413 => "tooLarge413",
        UnstoredRequest.Overloaded503 => "overloaded503",
        _ => "handshakes",
    };

    /// <summary>Counts one.</summary>
    public void Add(UnstoredRequest kind) => Interlocked.Increment(ref counts[(int)kind]);

    /// <summary>Adds what was counted since the last time to the store; nothing is lost when that fails.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    public async Task FlushAsync(CancellationToken cancel)
    {
        await flushing.WaitAsync(cancel);
        var deltas = Array.ConvertAll(Kinds, kind => Interlocked.Exchange(ref counts[(int)kind], 0));
        var isStored = false;
        try
        {
            if (Array.Exists(deltas, delta => delta > 0)) await database.WriteAsync(WriteKind.Housekeeping, sql => StoreAsync(sql, deltas), CancellationToken.None);
            isStored = true;
        }
        finally
        {
            if (!isStored) Array.ForEach(Kinds, kind => Interlocked.Add(ref counts[(int)kind], deltas[(int)kind]));
            flushing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => flushing.Dispose();

    private static async ValueTask<bool> StoreAsync(ISql sql, long[] deltas)
    {
        foreach (var kind in Kinds.Where(kind => deltas[(int)kind] > 0)) await Counters.AddAsync(sql, QueryStats.Requests, Name(kind), deltas[(int)kind]);
        return true;
    }
}
