using Hub.Connectors;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>How many lines of one queue run side by side, and what runs them.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Parallel">Lines at once.</param>
/// <param name="Run">Works a line off as far as it goes now.</param>
internal sealed record LineWork(string Queue, int Parallel, Func<ReadyLine, CancellationToken, Task> Run);

/// <summary>Claims ready lines and runs each by one worker at a time. On one node claims live in memory.</summary>
internal sealed partial class LineRunner(IDatabase database, Wakeups wakeups, TimeProvider time, ILogger<LineRunner> logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    // Calls that are under way when the hub is asked to stop get this long; then they count as unknown.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(25);

    // How the free places are shared between the lanes.
    private static readonly (Lane Lane, int Weight)[] Weights = [(Lane.Interactive, 16), (Lane.Template, 8), (Lane.Sync, 4), (Lane.Backfill, 1)];

    /// <summary>Runs until cancelled, then lets what is under way finish.</summary>
    public async Task RunAsync(LineWork work, CancellationToken stopping)
    {
        using var calls = new CancellationTokenSource();
        var claimed = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!stopping.IsCancellationRequested)
        {
            foreach (var done in claimed.Where(pair => pair.Value.IsCompleted).Select(pair => pair.Key).ToList()) claimed.Remove(done);
            try
            {
                var lines = await ClaimAsync(work, claimed, stopping);
                foreach (var line in lines) claimed[line.Subject] = Start(work, line, calls.Token);
                if (lines.Count == 0) await wakeups.WaitAsync(work.Queue, Poll, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
            {
                LogStoreFailed(logger, work.Queue, e);
                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }

        calls.CancelAfter(Drain);
        await Task.WhenAll(claimed.Values);
    }

    private async Task<List<ReadyLine>> ClaimAsync(LineWork work, Dictionary<string, Task> claimed, CancellationToken cancel)
    {
        var free = work.Parallel - claimed.Count;
        if (free <= 0) return [];
        var now = time.GetUtcNow();
        var ready = await database.ReadAsync(
            async sql =>
            {
                var lanes = new List<List<ReadyLine>>(Weights.Length);
                foreach (var (lane, _) in Weights)
                {
                    var lines = await Lines.ReadyAsync(sql, work.Queue, lane, now, work.Parallel + claimed.Count);
                    lanes.Add(lines.FindAll(line => !claimed.ContainsKey(line.Subject)));
                }

                return lanes;
            },
            cancel);
        return Share(ready, free);
    }

    /// <summary>Shares free places between lanes by weight; what a lane does not need goes to the next.</summary>
    internal static List<ReadyLine> Share(List<List<ReadyLine>> lanes, int free)
    {
        var taken = new List<ReadyLine>(free);
        var total = Weights.Sum(pair => pair.Weight);
        for (var i = 0; i < lanes.Count; i++) taken.AddRange(lanes[i].Take(Math.Max(1, free * Weights[i].Weight / total)));
        foreach (var lane in lanes)
        {
            if (taken.Count >= free) break;
            taken.AddRange(lane.Except(taken).Take(free - taken.Count).ToList());
        }

        return taken.Count > free ? taken[..free] : taken;
    }

    // The bell rings when the task is over, so that the runner sees the line free.
    private Task Start(LineWork work, ReadyLine line, CancellationToken cancel)
    {
        var run = RunLineAsync(work, line, cancel);
        run.ContinueWith(_ => wakeups.Signal(work.Queue), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return run;
    }

    private async Task RunLineAsync(LineWork work, ReadyLine line, CancellationToken cancel)
    {
        await Task.Yield();
        try
        {
            await work.Run(line, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            LogAbandoned(logger, work.Queue, line.Subject);
        }
        catch (Exception e)
        {
            // The border of a line: whatever went wrong in it stays in it, and it is tried again.
            LogLineFailed(logger, work.Queue, line.Subject, e);
            await PutOffAsync(work.Queue, line.Subject);
        }
    }

    private async Task PutOffAsync(string queue, string subject)
    {
        var now = time.GetUtcNow();
        try
        {
            await database.WriteAsync(
                WriteKind.Housekeeping, sql => Lines.DelayAsync(sql, queue, subject, now + AfterFailure, "failure", now), CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            LogStoreFailed(logger, queue, e);
            await Task.Delay(Poll, time, CancellationToken.None);
        }
    }
}
