namespace Hub.Connectors;

/// <summary>What a vendor tells in an answer about a limit of the account: how much of it is left, and when it comes back.</summary>
/// <param name="Name">The vendor's name of the limit.</param>
/// <param name="Total">How much there is when nothing is used: calls, or points.</param>
/// <param name="Left">How much is left now.</param>
public sealed record Budget(string Name, double Total, double Left)
{
    /// <summary>How much comes back in a second, where it comes back steadily; else it is all there again after <see cref="ResetsIn"/>.</summary>
    public double PerSecond { get; init; }

    /// <summary>How long until all of it is there again.</summary>
    public TimeSpan ResetsIn { get; init; }

    /// <summary>What the call that was answered needed of it.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>Whether it is that of the one kind of call which was answered, and not of all calls.</summary>
    public bool IsOfCall { get; init; }
}
