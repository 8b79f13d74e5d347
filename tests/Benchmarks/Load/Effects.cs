using System.Diagnostics;

namespace Hub.Benchmarks.Load;

/// <summary>What came to the stand-in of one kind, by the numbers of the webhooks that led to it: one bit each, and how long after its webhook it came. Any thread may add.</summary>
internal sealed class Effects
{
    private const int Numbers = 1 << 26;

    private readonly int[] seen = new int[Numbers / 32];
    private readonly long[] sentAt = new long[1 << 20];
    private long received;
    private long repeated;

    /// <summary>Those that came, each counted once.</summary>
    public long Distinct => Interlocked.Read(ref received) - Interlocked.Read(ref repeated);

    /// <summary>Those that came once more.</summary>
    public long Repeated => Interlocked.Read(ref repeated);

    /// <summary>From the webhook to the call.</summary>
    public Latencies Latencies { get; set; } = new();

    /// <summary>Notes when the webhook of a number is sent.</summary>
    public void Sending(long number) => Volatile.Write(ref sentAt[number % sentAt.Length], Stopwatch.GetTimestamp());

    /// <summary>Notes that what follows from the webhook of a number has come.</summary>
    public void Note(int number)
    {
        var bit = 1 << (number & 31);
        if ((Interlocked.Or(ref seen[(number % Numbers) >> 5], bit) & bit) != 0) Interlocked.Increment(ref repeated);
        Interlocked.Increment(ref received);
        Latencies.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref sentAt[number % sentAt.Length])));
    }

    /// <summary>Forgets what came.</summary>
    public void Clear()
    {
        Array.Clear(seen);
        (received, repeated, Latencies) = (0, 0, new());
    }
}
