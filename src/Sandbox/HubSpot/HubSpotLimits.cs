using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>The vendor's limits: 110 calls in ten seconds for an app in an account, and five searches in a second.</summary>
/// <param name="time">The vendor's time.</param>
internal sealed class HubSpotLimits(TimeProvider time)
{
    private const int Calls = 110;
    private const int Searches = 5;
    private static readonly TimeSpan CallSpan = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SearchSpan = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> calls = new();
    private readonly Queue<DateTimeOffset> searches = new();

    /// <summary>Counts a call, and refuses it where it is one too many.</summary>
    public Answer? Refuse(bool isSearch)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (isSearch) return Take(searches, Searches, SearchSpan, now) ? null : HubSpotErrors.TooMany("SECONDLY", []);
            return Take(calls, Calls, CallSpan, now) ? null : HubSpotErrors.TooMany("TEN_SECONDLY_ROLLING", Headers());
        }
    }

    /// <summary>What an answer says of the limits; searches say nothing.</summary>
    public Dictionary<string, string> Headers()
    {
        lock (gate)
        {
            return new()
            {
                ["X-HubSpot-RateLimit-Max"] = HubSpotErrors.Text(Calls),
                ["X-HubSpot-RateLimit-Remaining"] = HubSpotErrors.Text(Calls - calls.Count),
                ["X-HubSpot-RateLimit-Interval-Milliseconds"] = "10000",
            };
        }
    }

    private static bool Take(Queue<DateTimeOffset> times, int total, TimeSpan span, DateTimeOffset now)
    {
        while (times.TryPeek(out var oldest) && now - oldest >= span) times.Dequeue();
        if (times.Count >= total) return false;
        times.Enqueue(now);
        return true;
    }
}
