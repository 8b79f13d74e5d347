namespace Hub.Connectors;

/// <summary>Sees to it that a vendor sends its webhooks.</summary>
public interface ISubscriber
{
    /// <summary>Lists what is subscribed, creates what lacks and renews what ends, and leaves alone what is not the hub's own. Doing it twice changes nothing.</summary>
    /// <param name="address">Where the connection's webhooks are to come to, https.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Throws only what the HTTP client throws.</returns>
    Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel);
}

/// <summary>How a connection's subscriptions stand: a closed set.</summary>
public abstract record SubscriptionState
{
    private SubscriptionState()
    {
    }

    /// <summary>What the vendor holds now.</summary>
    public sealed record Known : SubscriptionState
    {
        /// <summary>What was changed, one sentence each; empty where all was as it should be.</summary>
        public IReadOnlyList<string> Changed { get; init; } = [];

        /// <summary>What lacks and only a person can mend, one sentence each that says what to do.</summary>
        public IReadOnlyList<string> Missing { get; init; } = [];

        /// <summary>When the first of them ends unless it is renewed; null where they do not end.</summary>
        public DateTimeOffset? EndsAt { get; init; }

        /// <summary>When to look again, where the usual hour is too late.</summary>
        public DateTimeOffset? LookAgainAt { get; init; }
    }

    /// <summary>The vendor did not say.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(VendorFailure Failure) : SubscriptionState;
}
