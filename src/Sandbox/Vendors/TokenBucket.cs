namespace Sandbox.Vendors;

/// <summary>A vendor's rate limit that refills steadily.</summary>
/// <param name="capacity">What it holds when full.</param>
/// <param name="perSecond">What comes back in a second.</param>
/// <param name="time">The vendor's time.</param>
internal sealed class TokenBucket(double capacity, double perSecond, TimeProvider time)
{
    private double spent;
    private DateTimeOffset at = time.GetUtcNow();

    public double Capacity => capacity;

    public double PerSecond => perSecond;

    /// <summary>What it holds now.</summary>
    public double Left
    {
        get
        {
            var now = time.GetUtcNow();
            spent = Math.Max(0, spent - ((now - at).TotalSeconds * perSecond));
            at = now;
            return capacity - spent;
        }
    }

    /// <summary>Takes that much, if it is there.</summary>
    public bool Take(double amount)
    {
        if (Left < amount) return false;
        spent += amount;
        return true;
    }
}
