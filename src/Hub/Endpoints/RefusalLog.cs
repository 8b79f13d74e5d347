using System.Collections.Concurrent;

namespace Hub.Endpoints;

/// <summary>Tells why deliveries are refused: at most once a minute for each connection, so that a flood of them does not fill the log.</summary>
internal sealed partial class RefusalLog(ILogger<RefusalLog> logger, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> told = new(StringComparer.Ordinal);

    /// <summary>A delivery at this connection's address was refused.</summary>
    public void Refused(string connection, string reason)
    {
        var now = time.GetTimestamp();
        if (told.TryGetValue(connection, out var last) && time.GetElapsedTime(last, now) < Every) return;
        told[connection] = now;
        LogRefused(logger, connection, new(reason));
    }
}
