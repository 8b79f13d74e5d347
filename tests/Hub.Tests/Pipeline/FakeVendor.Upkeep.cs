using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <content>What the vendor tells of its subscriptions, its limits and of the connection.</content>
internal sealed partial class FakeVendor
{
    /// <summary>What subscribing leads to; null for a vendor without calls for that.</summary>
    public Func<Uri, SubscriptionState>? OnSubscribe { get; set; }

    /// <summary>What trying the connection shows; null for a vendor where there is nothing to try.</summary>
    public Func<Uri?, IReadOnlyList<CheckFinding>>? OnCheck { get; set; }

    /// <summary>How far the account of a connection reaches; null for a vendor that sets no limit.</summary>
    public Func<string, AccountReach>? OnReach { get; set; }

    public Task<AccountReach> ReachAsync(Connection connection, CancellationToken cancel) => Task.FromResult(OnReach?.Invoke(connection.Name) ?? new AccountReach.Untold());

    /// <summary>Within what user ids are told apart, by the account of a connection; null for what the webhooks say.</summary>
    public Func<string, UserScope?>? OnUsers { get; set; }

    public UserScope? UsersOf(object options) => OnUsers?.Invoke(((FakeOptions)options).Account);

    public ISubscriber? Subscriber => OnSubscribe is null ? null : new Subscriptions(this);

    public IConnectionCheck? Check => OnCheck is null ? null : new Trial(this);

    private sealed class Subscriptions(FakeVendor vendor) : ISubscriber
    {
        public Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel) => Task.FromResult(vendor.OnSubscribe!(address));
    }

    private sealed class Trial(FakeVendor vendor) : IConnectionCheck
    {
        public Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel) => Task.FromResult(vendor.OnCheck!(address));
    }
}
