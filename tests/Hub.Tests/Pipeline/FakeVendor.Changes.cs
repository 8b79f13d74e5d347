using System.Globalization;
using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <content>What the vendor tells of its changes.</content>
internal sealed partial class FakeVendor
{
    /// <summary>What the list of changes answers to a cursor; null for a vendor without such a list.</summary>
    public Func<string, DateTimeOffset, ChangePage>? OnChanges { get; set; }

    public IChangeFeed? Changes => OnChanges is null ? null : new Feed(this);

    private sealed class Feed(FakeVendor vendor) : IChangeFeed
    {
        public string CursorAt(DateTimeOffset moment) => moment.ToString("u", CultureInfo.InvariantCulture);

        public Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel) => Task.FromResult(vendor.OnChanges!(cursor, until));
    }
}
