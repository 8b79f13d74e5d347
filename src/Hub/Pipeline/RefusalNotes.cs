using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Notes in memory which connections' webhooks are refused, since a store that cannot be written is one of the reasons.</summary>
internal sealed class RefusalNotes
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Refusal> open = new(StringComparer.Ordinal);

    /// <summary>The times that last, as they stand.</summary>
    public IReadOnlyList<Refusal> Open
    {
        get
        {
            lock (gate) return [.. open.Values];
        }
    }

    /// <summary>A webhook of a connection was answered 503.</summary>
    public void Note(string connection, DateTimeOffset at)
    {
        lock (gate)
        {
            open[connection] = open.TryGetValue(connection, out var refusal) ? refusal with { Last = at, Refused = refusal.Refused + 1 } : new(connection, at, at, null, 1);
        }
    }

    /// <summary>A time is over, unless another webhook has been refused since.</summary>
    /// <param name="refusal">How it stood.</param>
    public void End(Refusal refusal)
    {
        lock (gate)
        {
            if (open.TryGetValue(refusal.Connection, out var now) && now == refusal) open.Remove(refusal.Connection);
        }
    }
}
