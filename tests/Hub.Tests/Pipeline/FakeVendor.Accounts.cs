using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <content>Whose account it is.</content>
internal sealed partial class FakeVendor
{
    /// <summary>What it answers who asks whose account a connection serves; null where the configuration says.</summary>
    public Func<AccountAnswer>? OnAccount { get; set; }

    public IAccountFinder? Accounts => OnAccount is null ? null : new Finder(this);

    private sealed class Finder(FakeVendor vendor) : IAccountFinder
    {
        public Task<AccountAnswer> FindAsync(Connection connection, CancellationToken cancel) => Task.FromResult(vendor.OnAccount!());
    }
}
