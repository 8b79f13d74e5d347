using System.Globalization;
using System.Net.Http.Headers;

namespace Hub.Connectors.HubSpot;

/// <summary>What the headers of an answer tell of HubSpot's limits: calls in ten seconds, and in a day for private apps (developers.hubspot.com, "Usage guidelines", and recorded answers). Searches name none, and have a limit of their own.</summary>
internal static class HubSpotBudgets
{
    private const string Prefix = "X-HubSpot-RateLimit-";

    // When the day ends is not told: so long a used-up day is taken for used up, until the next answer.
    private static readonly TimeSpan Day = TimeSpan.FromHours(1);
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(10);

    /// <summary>Searches: five a second for the whole account (developers.hubspot.com, "CRM search"). One by one, since the vendor counts what falls into one second.</summary>
    public static RequestLimit Searches { get; } = new("search", 1, TimeSpan.FromMilliseconds(250), request => request.RequestUri?.AbsolutePath.EndsWith("/search", StringComparison.Ordinal) == true);

    /// <summary>The limits that an answer names.</summary>
    public static IEnumerable<Budget> Of(HttpResponseHeaders headers)
    {
        if (Number(headers, "Max") is > 0 and var total && Number(headers, "Remaining") is { } left) yield return new("calls", total, left) { ResetsIn = Interval(headers) };
        if (Number(headers, "Daily") is > 0 and var daily && Number(headers, "Daily-Remaining") is { } leftToday) yield return new("day", daily, leftToday) { ResetsIn = Day };
    }

    /// <summary>In what time the calls are counted.</summary>
    public static TimeSpan Interval(HttpResponseHeaders headers) =>
        Number(headers, "Interval-Milliseconds") is > 0 and var milliseconds && VendorErrors.Wait(milliseconds / 1000.0) is { } wait ? wait : UsualInterval;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(Prefix + name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
