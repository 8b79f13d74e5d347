namespace Hub.Coordination;

/// <summary>
/// How many webhooks wait for their answer. While they are many, and more lie unread than the flow soon works off, what turns webhooks into commands yields to them: a vendor whose deliveries are
/// answered late sends them again, and gives up at last, and what is accepted is safe. It yields for a while only, so that it goes on slowly however long the rush lasts.
/// </summary>
internal sealed class Rush(TimeProvider time)
{
    /// <summary>So many at once are a rush.</summary>
    public const int Many = 32;

    /// <summary>While no more than this are unread there is none, however many wait at the moment: who keeps up has no need to yield.</summary>
    public const int Unread = 2_000;

    /// <summary>The longest that somebody yields before it does its next piece of work.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

    /// <summary>How long it is still on when they are few: each commit answers all that wait, and their senders come again.</summary>
    public static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private int waiting;
    private long lastMany = long.MinValue;
    private long accepted;
    private long read;

    /// <summary>Whether there is one.</summary>
    public bool IsOn => Volatile.Read(ref accepted) - Volatile.Read(ref read) > Unread
        && (Volatile.Read(ref waiting) >= Many || (Volatile.Read(ref lastMany) is var last && last != long.MinValue && time.GetElapsedTime(last) < Lull));

    /// <summary>A webhook waits from now on until <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (Interlocked.Increment(ref waiting) >= Many) Volatile.Write(ref lastMany, time.GetTimestamp());
    }

    /// <summary>It is answered.</summary>
    public void Leave() => Interlocked.Decrement(ref waiting);

    /// <summary>The webhook of this number has been accepted.</summary>
    public void Accepted(long seq) => Interlocked.Exchange(ref accepted, Math.Max(seq, Volatile.Read(ref accepted)));

    /// <summary>All that can be read up to this number have been.</summary>
    public void Read(long seq) => Interlocked.Exchange(ref read, Math.Max(seq, Volatile.Read(ref read)));

    /// <summary>Waits until the rush is over, or for as long as one yields.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async ValueTask YieldAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (IsOn && time.GetElapsedTime(began) < AtMost) await Task.Delay(Look, time, cancel);
    }
}
