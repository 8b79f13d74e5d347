using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>How many lines of one queue run side by side, and what runs them.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Parallel">Lines at once.</param>
/// <param name="Step">Works the first entry of a line off; false when there is none or it has to wait.</param>
/// <param name="CountFailure">Counts what a step threw against the first entry of the line, and puts the line off until the moment given or sets the entry aside, in one transaction;
/// false where there is no entry. Not called when only the store was to blame.</param>
internal sealed record LineWork(
    string Queue, int Parallel, Func<ReadyLine, CancellationToken, Task<bool>> Step, Func<string, Exception, DateTimeOffset, Task<bool>> CountFailure)
{
    /// <summary>How many of its lines wait in memory for something else than a place of the runner, and take none meanwhile.</summary>
    public Func<int> Aside { get; init; } = () => 0;

    /// <summary>Waits while something more urgent goes on.</summary>
    public Func<CancellationToken, ValueTask> Yield { get; init; } = _ => ValueTask.CompletedTask;

    /// <summary>The connections of which so many lines wait aside that no more are claimed, of the interactive lane or of the others.</summary>
    public Func<bool, IReadOnlyList<string>> Crowded { get; init; } = _ => [];
}

/// <summary>Claims ready lines and runs each by one worker at a time.</summary>
internal sealed partial class LineRunner(IDatabase database, IClaims claims, Wakeups wakeups, FaultTrigger faults, TimeProvider time, ILogger<LineRunner> logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    // Calls that are under way when the hub is asked to stop get this long; then they count as unknown.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(25);

    // While several lines run, the places that become free within this, and the lines that become ready, are joined by one look at the store. By the machine's time: it is none of the business.
    private const int Several = 8;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);

    // A long line gives its place back after so many steps, so that others get theirs.
    private const int StepsAtOnce = 20;

    // How the free places are shared between the lanes.
    private static readonly (Lane Lane, int Weight)[] Weights = [(Lane.Interactive, 16), (Lane.Template, 8), (Lane.Sync, 4), (Lane.Backfill, 1)];

    private static readonly Lane[] Lanes = [.. Weights.Select(weight => weight.Lane)];

    /// <summary>Runs until cancelled, then lets what is under way finish.</summary>
    public async Task RunAsync(LineWork work, CancellationToken stopping)
    {
        using var calls = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var claimed = new Dictionary<string, Task>(StringComparer.Ordinal);
        var credits = new int[Weights.Length];
        while (!stopping.IsCancellationRequested)
        {
            foreach (var done in claimed.Where(pair => pair.Value.IsCompleted).Select(pair => pair.Key).ToList()) claimed.Remove(done);
            try
            {
                await work.Yield(stopping);
                var lines = await claims.TakeAsync(work.Queue, await ClaimAsync(work, claimed, credits, stopping), stopping);
                foreach (var line in lines) claimed[line.Subject] = Start(work, line, stopping, calls.Token);
                if (lines.Count > 0 && claimed.Count < Several) continue;
                await wakeups.WaitAsync(work.Queue, Poll, stopping);
                if (claimed.Count >= Several) await Task.Delay(Gather, TimeProvider.System, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
            {
                // A store that cannot be written says so itself, once.
                if (e is StoreTimeoutException) LogStoreFailed(logger, work.Queue, e.Message);
                await Task.Delay(Poll, time, CancellationToken.None);
            }
            catch (Exception e)
            {
                // The border of a queue: without it, one failure would end the whole hub.
                LogQueueFailed(logger, work.Queue, new(e));
                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }

        calls.CancelAfter(Drain);
        await Task.WhenAll(claimed.Values);
    }

    private static int FreeOf(LineWork work, Dictionary<string, Task> claimed) => work.Parallel - claimed.Count + work.Aside();

    private async Task<List<ReadyLine>> ClaimAsync(LineWork work, Dictionary<string, Task> claimed, int[] credits, CancellationToken cancel)
    {
        var free = FreeOf(work, claimed);
        if (free <= 0) return [];
        var (urgent, others) = (work.Crowded(true), work.Crowded(false));
        var now = time.GetUtcNow();
        var ready = await database.AskAsync(
            async sql => urgent.Count + others.Count == 0
                ? await LookAsync(sql, Lanes, [])
                : [.. await LookAsync(sql, Lanes[..1], urgent), .. await LookAsync(sql, Lanes[1..], others)],
            cancel);
        ready.RemoveAll(line => claimed.ContainsKey(line.Subject));
        return Share([.. Weights.Select(weight => ready.FindAll(line => line.Lane == weight.Lane))], free, credits);

        ValueTask<List<ReadyLine>> LookAsync(ISql sql, Lane[] lanes, IReadOnlyList<string> without) =>
            Lines.ReadyAsync(sql, work.Queue, lanes, now, work.Parallel + claimed.Count, claims.Node, without);
    }

    /// <summary>Shares free places between lanes by weight: each place goes to the lane with the most credit among those that have lines.</summary>
    /// <param name="lanes">The ready lines of each lane, oldest first.</param>
    /// <param name="free">How many places there are.</param>
    /// <param name="credits">What each lane has saved up; kept from claim to claim, so that single places are shared too.</param>
    internal static List<ReadyLine> Share(List<List<ReadyLine>> lanes, int free, int[] credits)
    {
        var taken = new List<ReadyLine>(free);
        var next = new int[lanes.Count];
        while (taken.Count < free)
        {
            var best = -1;
            var total = 0;
            for (var i = 0; i < lanes.Count; i++)
            {
                if (next[i] >= lanes[i].Count) continue;
                credits[i] += Weights[i].Weight;
                total += Weights[i].Weight;
                if (best < 0 || credits[i] > credits[best]) best = i;
            }

            if (best < 0) break;
            credits[best] -= total;
            taken.Add(lanes[best][next[best]++]);
        }

        return taken;
    }

    // The bell rings when the task is over, so that the runner sees the line free.
    private Task Start(LineWork work, ReadyLine line, CancellationToken stopping, CancellationToken cancel)
    {
        var run = RunLineAsync(work, line, stopping, cancel);
        _ = run.ContinueWith(_ => wakeups.Signal(work.Queue), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return run;
    }

    private async Task RunLineAsync(LineWork work, ReadyLine line, CancellationToken stopping, CancellationToken cancel)
    {
        await Task.Yield();
        claims.Enter(work.Queue, line.Subject);
        try
        {
            for (var step = 0; step < StepsAtOnce && !stopping.IsCancellationRequested; step++)
            {
                if (!await work.Step(line, cancel)) break;
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            LogAbandoned(logger, work.Queue, new(line.Subject));
        }
        catch (ClaimLostException)
        {
            LogTakenOver(logger, work.Queue, new(line.Subject));
        }
        catch (Exception e)
        {
            // The border of a line: whatever went wrong in it stays in it, and it is tried again.
            if (e is not StoreUnavailableException) LogLineFailed(logger, work.Queue, new(line.Subject), new(e));
            if (!await CountAsync(work, line.Subject, e)) await PutOffAsync(work.Queue, line.Subject);
        }
        finally
        {
            claims.Release(work.Queue, line.Subject);
        }
    }

    // False where the line has still to be put off.
    private async Task<bool> CountAsync(LineWork work, string subject, Exception error)
    {
        if (error is StoreUnavailableException or StoreTimeoutException) return false;
        try
        {
            return await work.CountFailure(subject, error, time.GetUtcNow() + AfterFailure);
        }
        catch (Exception e) when (e is not ClaimLostException)
        {
            // The same border: an entry that cannot even be set aside holds up its own line and no other.
            if (e is not StoreUnavailableException) LogLineFailed(logger, work.Queue, new(subject), new(e));
            return false;
        }
    }

    private async Task PutOffAsync(string queue, string subject)
    {
        var now = time.GetUtcNow();
        try
        {
            faults.Pass(FaultPoint.BeforeFailureCounted);
            await database.WriteAsync(
                WriteKind.Housekeeping, sql => Lines.DelayAsync(sql, queue, subject, now + AfterFailure, Lines.Failure, now), CancellationToken.None);
            faults.Pass(FaultPoint.AfterFailureCounted);
        }
        catch (StoreUnavailableException)
        {
            await Task.Delay(Poll, time, CancellationToken.None);
        }
        catch (ClaimLostException)
        {
            LogTakenOver(logger, queue, new(subject));
        }
    }
}
