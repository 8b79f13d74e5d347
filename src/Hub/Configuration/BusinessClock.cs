namespace Hub.Configuration;

/// <summary>
/// Business time: what <c>due</c>, windows, ages and retries are counted in. It is the system's time, moved by an offset that only the Sandbox changes.
/// Timers and timestamps stay real, so that time-outs and renewals do not jump with it.
/// </summary>
/// <param name="system">The real clock.</param>
internal sealed class BusinessClock(TimeProvider system) : TimeProvider
{
    private long offset;

    /// <summary>This clock for waits between machines that are to end with business time when the Sandbox moves it: its timestamps are moved too. Where nothing moves the clock it counts monotonic time.</summary>
    public TimeProvider Elapsing => new MovedTimestamps(this);

    /// <summary>Raised after the clock was moved: whoever sleeps until some business time looks again.</summary>
    public event EventHandler? Moved;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => system.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => system.GetUtcNow().AddTicks(Interlocked.Read(ref offset));

    /// <inheritdoc/>
    public override long GetTimestamp() => system.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => system.CreateTimer(callback, state, dueTime, period);

    /// <summary>Makes it this moment now; the clock runs on from there.</summary>
    public void MoveTo(DateTimeOffset now)
    {
        Interlocked.Exchange(ref offset, (now - system.GetUtcNow()).Ticks);
        Moved?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Moves the clock on.</summary>
    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref offset, by.Ticks);
        Moved?.Invoke(this, EventArgs.Empty);
    }

    private sealed class MovedTimestamps(BusinessClock clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref clock.offset)).TotalSeconds * TimestampFrequency);
    }
}
