using System.Collections.Concurrent;

namespace Hub.Connections;

/// <summary>How far the vendors' clocks are from this machine's, by the <c>Date</c> of their answers (RFC 9110, 6.6.1: whole seconds).</summary>
/// <param name="system">The real clock: a moved business clock has nothing to do with it.</param>
internal sealed class VendorClocks(TimeProvider system)
{
    // Of an answer that took longer nobody knows when it was dated.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, TimeSpan> skews = new(StringComparer.Ordinal);

    /// <summary>How far each connection's vendor is ahead, by its latest answer; a connection that has not been called is not there.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Ahead => skews;

    /// <summary>Wraps the handler that calls a connection's vendor.</summary>
    public DelegatingHandler Watch(string connection, HttpMessageHandler inner) => new Watching(this, connection, inner);

    private long Now => system.GetTimestamp();

    private void Heed(string connection, DateTimeOffset date, long began)
    {
        if (system.GetElapsedTime(began) is var took && took <= LongestCall) skews[connection] = date + HalfSecond - (system.GetUtcNow() - (took / 2));
    }

    private sealed class Watching(VendorClocks clocks, string connection, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var began = clocks.Now;
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.Date is { } date) clocks.Heed(connection, date, began);
            return response;
        }
    }
}
