namespace Hub.Pipeline;

/// <summary>How nodes that share a store know of one another.</summary>
/// <param name="Lease">For how long a node is taken for alive after it has said so, by the store's clock.</param>
/// <param name="Renew">How often it says so.</param>
/// <param name="Look">How often it looks for those that are gone.</param>
/// <param name="CallWithin">How old its last word may be when a call leaves, by its own monotonic clock; well below <paramref name="Lease"/>.</param>
internal sealed record NodeTimes(TimeSpan Lease, TimeSpan Renew, TimeSpan Look, TimeSpan CallWithin)
{
    /// <summary>8 s, 2 s, 1 s and 5 s: the work of a dead node goes on elsewhere within 10 s.</summary>
    public static readonly NodeTimes Default = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
}
