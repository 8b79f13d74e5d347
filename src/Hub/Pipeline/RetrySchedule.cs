using Hub.BuiltIn;

namespace Hub.Pipeline;

/// <summary>When a failed attempt is made again (<c>Hub:RetrySchedule</c>), usually after 5 s, 30 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h, with jitter; then the command is parked.</summary>
/// <param name="Waits">The waits, one per retry.</param>
internal sealed record RetrySchedule(IReadOnlyList<TimeSpan> Waits)
{
    // Less would make attempts that nothing can have changed between.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    // All waits together, without jitter.
    private readonly TimeSpan length = Waits.Aggregate(TimeSpan.Zero, (all, wait) => all + wait);

    /// <summary>The schedule unless the configuration says otherwise.</summary>
    public static RetrySchedule Default { get; } = new(
    [
        Settlement.FirstWait, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(10),
    ]);

    /// <summary>The schedule of the configuration.</summary>
    /// <param name="waits">Its waits; none for the usual ones.</param>
    public static RetrySchedule Of(IReadOnlyList<TimeSpan> waits) => waits.Count == 0 ? Default : new(waits);

    /// <summary>The wait that a vendor asked for, of a command or fetch that costs no attempt: a second at least; without a word of the vendor the first of the schedule.</summary>
    /// <param name="asked">What the vendor asked for.</param>
    public TimeSpan Told(TimeSpan? asked) => asked is { } wait ? AtLeast(Shortest, wait) : Waits[0];

    /// <summary>The wait for the next probe of an operation whose breaker is open, which costs no attempt; null when the time of the whole schedule is over, or nothing is open.</summary>
    /// <param name="probeAfter">The time between two probes; null where nothing is open.</param>
    /// <param name="tried">How long it has been tried already.</param>
    /// <param name="asked">What the vendor asked for.</param>
    public TimeSpan? Probe(TimeSpan? probeAfter, TimeSpan? tried, TimeSpan? asked) => probeAfter is { } wait && tried < length ? AtLeast(AtLeast(Shortest, wait), asked) : null;

    /// <summary>
    /// The wait after so many attempts; null when there are no more. After the first the vendor's own wait wins, and is a second at least; later it only lengthens the schedule's,
    /// so that one who always says "in a second" does not use the attempts up within seconds.
    /// </summary>
    /// <param name="attempts">Attempts made, at least 1.</param>
    /// <param name="id">The command's or event's id, from which the jitter of up to a tenth comes.</param>
    /// <param name="asked">What the vendor asked for.</param>
    public TimeSpan? After(int attempts, string id, TimeSpan? asked)
    {
        if (attempts > Waits.Count) return null;
        if (attempts == 1 && asked is not null) return Told(asked);
        var wait = Waits[attempts - 1];
        return AtLeast(wait + (wait * (Convert.ToInt32(id[..2], 16) / 2550.0)), asked);
    }

    private static TimeSpan AtLeast(TimeSpan least, TimeSpan? wait) => wait > least ? wait.Value : least;
}
