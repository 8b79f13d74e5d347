using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Forgets pauses that are over, goes on with those that were being ended, and tells, once each, what has come to a stop: in the log a route or connection that the hub itself paused and a route whose sends wait for an approval, in the log and by an alert a line blocked for 15 minutes.</summary>
internal sealed partial class Lookout(IDatabase database, Resuming resuming, Rounds rounds, FaultTrigger faults, TimeProvider time, ILogger<Lookout> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BlockedFor = TimeSpan.FromMinutes(15);

    private HashSet<Pause> toldPauses = [];
    private HashSet<(string Route, DateTimeOffset Since)> toldApprovals = [];
    private HashSet<(string Queue, string Subject, DateTimeOffset Since)> toldLines = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RunAsync(
        "looking for what has come to a stop",
        async cancel =>
        {
            await LookAsync(cancel);
            await Task.Delay(Poll, time, cancel);
        },
        Poll, time, stoppingToken);

    private async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (pauses, approvals, isAnyOver, lines) = await database.ReadAsync(
            async sql => (await Pauses.AllAsync(sql, now), await Approvals.BegunAsync(sql), await Pauses.IsAnyOverAsync(sql, now), await Lines.BlockedAsync(sql, now - BlockedFor, now)), cancel);
        faults.Pass(FaultPoint.BeforeUpkeep);
        if (isAnyOver) await database.WriteAsync(WriteKind.Housekeeping, sql => Pauses.RemoveOverAsync(sql, now), cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
        await resuming.GoOnAsync(cancel);

        // Whoever pauses by hand knows of it.
        var own = pauses.Where(pause => pause.By != Pauses.Operator).ToHashSet();
        foreach (var pause in own.Where(pause => !toldPauses.Contains(pause))) LogPaused(logger, pause.Kind, pause.Name, new(pause.Reason), pause.Name, pause.Kind);
        toldPauses = own;

        foreach (var approval in approvals.Where(approval => !toldApprovals.Contains((approval.Route, approval.Since)))) LogAwaitsApproval(logger, approval.Route, approval.Why, approval.Route);
        toldApprovals = [.. approvals.Select(approval => (approval.Route, approval.Since))];

        if (lines.FindAll(line => !toldLines.Contains(Key(line))) is { Count: > 0 } untold)
        {
            faults.Pass(FaultPoint.BeforeUpkeep);
            var raised = await database.WriteAsync(WriteKind.Housekeeping, sql => RaiseAsync(sql, untold, now), cancel);
            faults.Pass(FaultPoint.AfterUpkeep);
            foreach (var line in raised) LogBlocked(logger, new(line.Subject), line.Queue, line.Since, line.BlockedBy);
        }

        toldLines = [.. lines.Select(Key)];
    }

    // Those that an earlier run has not told.
    private static async ValueTask<List<BlockedLine>> RaiseAsync(ISql sql, List<BlockedLine> lines, DateTimeOffset now)
    {
        var raised = new List<BlockedLine>();
        foreach (var line in lines)
        {
            var text = $"The line {new Masked(line.Subject)} of the {line.Queue} queue has been blocked since {line.Since:u} by {line.BlockedBy}.";
            if (await Alerts.WarnOnceAsync(sql, $"blocked {line.Queue} {line.Since.ToUnixTimeMilliseconds()} {line.Subject}", text, now, isPosted: false)) raised.Add(line);
        }

        return raised;
    }

    private static (string Queue, string Subject, DateTimeOffset Since) Key(BlockedLine line) => (line.Queue, line.Subject, line.Since);
}
