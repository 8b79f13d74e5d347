using System.Collections.Concurrent;
using System.Globalization;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Claims of one node of several. A line belongs to a node as long as that says every 2 s that it is alive; the id under which it does is new whenever it was
/// taken for dead, so that what it began before is never stored after.
/// </summary>
internal sealed partial class SharedClaims(
    IDatabase database, Fence fence, RateLimits limits, Wakeups wakeups, Migrations migrations, NodeTimes times, FaultTrigger faults, TimeProvider time, IServiceProvider services, ILogger<SharedClaims> logger) : IClaims
{
    private readonly string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
    private readonly ConcurrentDictionary<(string Queue, string Subject), bool> releasing = new();
    private volatile State state = new("", []);
    private long renewedAt;
    private long? lateAt;
    private int entered;

    /// <inheritdoc/>
    public string Node => state.Node;

    /// <inheritdoc/>
    public bool MayCall => fence.Node is not { } node || (node == Node && IsFresh);

    /// <inheritdoc/>
    public bool IsLost => fence.Node is { } node && node != Node;

    /// <inheritdoc/>
    public async Task<long> BeginAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (beat, rest) = await EnterAsync(
            async (sql, node) =>
            {
                var beat = await PostgresNodes.BeatAsync(sql, node, times.Lease, judges: true, now);

                // Where nobody else is, nothing can be under way, whoever it was held by.
                return (beat, beat.Nodes == 1 ? await Suspects.FindAsync(sql, now) : 0);
            },
            cancel);
        Heed(beat);
        return rest;
    }

    /// <summary>Says that the node is alive, and frees what those hold that are not.</summary>
    public async Task BeatAsync(CancellationToken cancel)
    {
        // Counted from before the word is said: the store counts from later on.
        var (node, began, now) = (Node, time.GetTimestamp(), time.GetUtcNow());

        // Who was not heard for a lease itself does not know whether the others were silent or the store was away: they get a lease too.
        if (time.GetElapsedTime(Volatile.Read(ref renewedAt), began) > times.Lease) lateAt = began;
        var judges = lateAt is not { } late || time.GetElapsedTime(late, began) > times.Lease;
        faults.Pass(FaultPoint.BeforeBeat);
        var beat = await database.WriteAsync(WriteKind.Housekeeping, sql => PostgresNodes.BeatAsync(sql, node, times.Lease, judges, now), cancel);
        faults.Pass(FaultPoint.AfterBeat);
        if (beat.IsAlive)
        {
            Volatile.Write(ref renewedAt, began);
        }
        else
        {
            LogTakenForDead(logger);
            await EnterAsync((_, _) => ValueTask.FromResult(true), cancel);
        }

        Heed(beat);
    }

    /// <summary>Whether another node is gone whose work nobody does yet.</summary>
    public async Task<bool> IsAnyGoneAsync(CancellationToken cancel)
    {
        var node = Node;
        return await database.ReadAsync(async sql => await PostgresNodes.IsAnyGoneAsync(sql, node) ? "yes" : null, cancel) is not null;
    }

    /// <summary>Takes the node out, and frees what it holds at once.</summary>
    public async Task LeaveAsync(CancellationToken cancel)
    {
        var (node, now) = (Node, time.GetUtcNow());
        Volatile.Write(ref renewedAt, 0);
        faults.Pass(FaultPoint.BeforeLeave);
        await database.WriteAsync(WriteKind.Housekeeping, sql => PostgresNodes.LeaveAsync(sql, node, now), cancel);
        faults.Pass(FaultPoint.AfterLeave);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReadyLine>> TakeAsync(string queue, IReadOnlyList<ReadyLine> lines, CancellationToken cancel)
    {
        if (lines.Count == 0) return lines;
        var node = Node;

        // What is still being given back would be given back after it was taken anew.
        lines = [.. lines.Where(line => !IsBeingReleased(queue, line.Subject))];
        if (lines.Count == 0) return lines;

        faults.Pass(FaultPoint.BeforeClaim);
        var taken = await database.WriteAsync(
            WriteKind.BeginAttempt, async sql => (await PostgresNodes.TakeAsync(sql, node, queue, [.. lines.Select(line => line.Subject)])).ToHashSet(StringComparer.Ordinal), cancel);
        faults.Pass(FaultPoint.AfterClaim);
        return [.. lines.Where(line => taken.Contains(line.Subject))];
    }

    /// <inheritdoc/>
    public void Enter(string queue, string subject) => fence.Current = new Hold.Line(queue, subject, Node);

    /// <inheritdoc/>
    public void Release(string queue, string subject)
    {
        var node = Node;
        fence.Current = null;
        releasing[(queue, subject)] = false;
        _ = ReleaseAsync(node, queue, subject);
    }

    /// <inheritdoc/>
    public async Task<bool> TakeDutyAsync(string duty, CancellationToken cancel)
    {
        var current = state;
        if (current.Duties.ContainsKey(duty)) return true;

        // Most of the time another has it: who only waits does not take part in writing.
        if (await database.ReadAsync(sql => PostgresNodes.OnDutyAsync(sql, duty), cancel) is { } holder && holder != current.Node) return false;
        faults.Pass(FaultPoint.BeforeClaim);
        var isMine = await database.WriteAsync(WriteKind.Housekeeping, sql => PostgresNodes.TakeDutyAsync(sql, current.Node, duty), cancel);
        faults.Pass(FaultPoint.AfterClaim);
        if (isMine) current.Duties.TryAdd(duty, true);
        return isMine;
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> ClockAsync(ISql sql) => await PostgresNodes.ClockAsync(sql);

    /// <inheritdoc/>
    public void EnterDuty(string duty) => fence.Current = new Hold.Duty(duty, Node);

    private bool IsBeingReleased(string queue, string subject) => releasing.TryUpdate((queue, subject), true, false) || releasing.ContainsKey((queue, subject));

    private bool IsFresh => time.GetElapsedTime(Volatile.Read(ref renewedAt)) < times.CallWithin;

    private async Task ReleaseAsync(string node, string queue, string subject)
    {
        try
        {
            faults.Pass(FaultPoint.BeforeRelease);
            await database.WriteAsync(
                WriteKind.BeginAttempt,
                async sql =>
                {
                    await PostgresNodes.ReleaseAsync(sql, node, queue, subject);
                    return true;
                },
                CancellationToken.None);
            faults.Pass(FaultPoint.AfterRelease);
        }
        catch (StoreUnavailableException)
        {
            // It is still this node's, which takes it again when it is ready.
        }
        finally
        {
            // Who wanted it meanwhile looks again.
            if (releasing.TryRemove((queue, subject), out var isWanted) && isWanted) wakeups.Hear(queue);
        }
    }

    private void Heed(Beat beat)
    {
        foreach (var (gone, count) in beat.Gone) LogGone(logger, gone, count);
        limits.ShareAmong(beat.Nodes);
        if (beat.Gone.Count > 0)
        {
            wakeups.Hear(Lines.Events);
            wakeups.Hear(Lines.Commands);
        }

        if (beat.MinApp <= migrations.Newest) return;
        LogTooOld(logger, beat.MinApp, migrations.Newest);
        services.GetService<IHostApplicationLifetime>()?.StopApplication();
    }

    // Under an id that is new, so that nothing which was held under another is taken for held.
    private async Task<T> EnterAsync<T>(Func<ISql, string, ValueTask<T>> then, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var node = Keys.Id(
            "node", name, time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), began.ToString(CultureInfo.InvariantCulture),
            Interlocked.Increment(ref entered).ToString(CultureInfo.InvariantCulture));
        faults.Pass(FaultPoint.BeforeBeat);
        var result = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await PostgresNodes.EnterAsync(sql, node, name, times.Lease);
                return await then(sql, node);
            },
            cancel);
        faults.Pass(FaultPoint.AfterBeat);
        state = new(node, []);
        Volatile.Write(ref renewedAt, began);
        return result;
    }

    /// <summary>The node's id, with the duties that it has under it.</summary>
    private sealed record State(string Node, ConcurrentDictionary<string, bool> Duties);
}
