using Hub.Connectors;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>The places of deliveries, shared among the connections: one whose vendor hangs leaves the others theirs, and some are kept for who waits for an answer.</summary>
internal sealed class DeliveryPlaces(Wakeups wakeups)
{
    /// <summary>How many there are: 64 for a connection alone, as many again for the others, and those that are kept.</summary>
    public const int All = (2 * OfOne) + Kept;

    private const int OfOne = 64;
    private const int Kept = 16;

    // With so many of a connection's lines in memory the rest waits in the store, where it costs nothing.
    private const int Crowd = 64;

    private readonly FairPlaces places = new(All, Kept, Crowd);

    /// <summary>How many lines wait for a place.</summary>
    public int Waiting => places.Waiting;

    /// <summary>The connections of which so many lines wait that no more should be claimed.</summary>
    /// <param name="urgent">Of the interactive lane, or of the others.</param>
    public IReadOnlyList<string> Crowded(bool urgent) => places.Crowded(urgent);

    /// <summary>Waits for a place for a line of commands, for as long as it takes.</summary>
    /// <param name="line">The line.</param>
    /// <param name="stopping">Gives the wait up.</param>
    /// <returns>The place, given back by disposing of it; null where the wait was given up.</returns>
    public async ValueTask<IDisposable?> EnterAsync(ReadyLine line, CancellationToken stopping)
    {
        // Every line of a connection begins with its name and a slash.
        var connection = line.Subject[..Math.Max(0, line.Subject.IndexOf('/', StringComparison.Ordinal))];
        var isUrgent = line.Lane == Lane.Interactive;
        if (places.TryEnter(connection, isUrgent) is { } free) return free;
        var place = places.EnterAsync(connection, isUrgent, stopping);

        // The runner's own place is free for another line meanwhile.
        wakeups.Hear(Lines.Commands);
        return await place;
    }
}
