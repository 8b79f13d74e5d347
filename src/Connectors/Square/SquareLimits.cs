using System.Globalization;
using System.Net.Http.Headers;

namespace Hub.Connectors.Square;

/// <summary>Square's limits. It publishes none ("we don't document the limits", its forum): what an answer says is heeded, and writes are spaced below what its forum reports.</summary>
internal static class SquareLimits
{
    // The headers that the vendor's own package knows (core/fetcher/requestWithRetries); the one of the reset is a Unix time in seconds.
    private const string ResetHeader = "X-RateLimit-Reset";
    private const string TotalHeader = "X-RateLimit-Limit";
    private const string LeftHeader = "X-RateLimit-Remaining";

    // The forum tells of refusals at six bookings a second.
    private static readonly RateLimit Writing = new("writes", LimitScope.Connection, 4, TimeSpan.FromMilliseconds(250));

    /// <summary>The limits that all writes share.</summary>
    public static IReadOnlyList<RateLimit> Writes { get; } = [Writing];

    /// <summary>The limit that an answer tells of; null where it tells of none.</summary>
    public static Budget? Told(HttpResponseHeaders headers, DateTimeOffset now) =>
        Number(headers, TotalHeader) is > 0 and var total && Number(headers, LeftHeader) is { } left
            ? new("calls", total, left) { ResetsIn = ResetIn(headers, now) ?? TimeSpan.FromSeconds(1) }
            : null;

    /// <summary>How long an answer asks to wait; null where it does not say.</summary>
    public static TimeSpan? WaitOf(HttpResponseHeaders headers, DateTimeOffset now) => VendorErrors.RetryAfter(headers, now) ?? ResetIn(headers, now);

    private static TimeSpan? ResetIn(HttpResponseHeaders headers, DateTimeOffset now) =>
        Number(headers, ResetHeader) is { } reset ? VendorErrors.Wait(reset - now.ToUnixTimeSeconds()) : null;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
