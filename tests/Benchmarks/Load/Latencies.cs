namespace Hub.Benchmarks.Load;

/// <summary>How long many things took, in a few thousand counts: each is kept to within one part in 64, up to an hour. Any thread may add.</summary>
internal sealed class Latencies
{
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;
    private const int Longest = 32;

    private readonly long[] counts = new long[(Longest - StepBits + 1) * Steps];

    /// <summary>How many were added.</summary>
    public long Count => counts.Sum();

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan took) => Interlocked.Increment(ref counts[SlotOf((long)Math.Max(0, took.TotalMicroseconds))]);

    /// <summary>The time, in ms, within which a part of all were done; NaN where there is none.</summary>
    /// <param name="part">0 to 1: 0.5 for the median.</param>
    public double At(double part)
    {
        var total = Count;
        if (total == 0) return double.NaN;
        var wanted = Math.Max(1, (long)Math.Ceiling(total * part));
        for (var slot = 0; slot < counts.Length; slot++)
        {
            wanted -= counts[slot];
            if (wanted <= 0) return ValueOf(slot) / 1000.0;
        }

        return double.NaN;
    }

    // The first 64 µs one by one, from then on 64 slots for each doubling.
    private static int SlotOf(long microseconds)
    {
        if (microseconds < Steps) return (int)microseconds;
        var shift = Math.Min((int)long.Log2(microseconds), Longest - 1) - StepBits;
        return ((shift + 1) * Steps) + (int)(Math.Min(microseconds >> shift, (2 * Steps) - 1) - Steps);
    }

    private static long ValueOf(int slot)
    {
        if (slot < Steps) return slot;
        var shift = (slot / Steps) - 1;
        return (Steps + (slot % Steps) + 1L << shift) - 1;
    }
}
