namespace Hub.Configuration;

/// <summary>
/// Business time: what <c>due</c>, windows, ages and retries are counted in. It is the system's time, moved by an offset that only the Sandbox changes.
/// Timers and timestamps stay real, so that time-outs and renewals do not jump with it.
/// </summary>
/// <param name="system">The real clock.</param>
internal sealed class BusinessClock(TimeProvider system) : TimeProvider
{
    private long offset;

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
}
