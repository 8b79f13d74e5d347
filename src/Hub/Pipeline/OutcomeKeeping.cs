using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Takes what a call led to into the store (T4), however long the store takes: it is known here only.</summary>
internal sealed partial class OutcomeKeeping(
    IDatabase database, Preparation preparation, AttemptEnding ending, DeliveryLimits limits, Wakeups wakeups, FaultTrigger faults, TimeProvider time, ILogger<OutcomeKeeping> logger)
{
    private static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(1);

    /// <summary>Ends the attempt of the commands of one call.</summary>
    /// <param name="passed">The commands, in the order of their line.</param>
    /// <param name="action">Their action.</param>
    /// <param name="outcome">What the call led to.</param>
    /// <param name="turn">What that has done to the operation's breaker.</param>
    /// <param name="cancel">Gives up; what the call led to is lost then.</param>
    public async Task KeepAsync(IReadOnlyList<Prepared> passed, IAction action, ActionOutcome outcome, BreakerTurn turn, CancellationToken cancel)
    {
        var writes = 0;
        limits.Heed(passed[0].Row.Connection, outcome);
        faults.Pass(FaultPoint.BeforeOutcome);
        while (!await TryKeepAsync(passed, action, outcome, turn, () => writes++ == 0, cancel)) await Task.Delay(StoreAgain, time, cancel);
        faults.Pass(FaultPoint.AfterOutcome);
        if (outcome is ActionOutcome.Failed { Failure.IsTemplateStale: true }) wakeups.Signal(TemplateCatalogue.Queue);
        wakeups.Signal(Lines.Events);
    }

    private async Task<bool> TryKeepAsync(IReadOnlyList<Prepared> passed, IAction action, ActionOutcome outcome, BreakerTurn turn, Func<bool> isFirst, CancellationToken cancel)
    {
        try
        {
            var probe = turn is BreakerTurn.Opened or BreakerTurn.StaysOpen ? limits.ProbeAfter(passed[0].Row.Connection, action.Name) : null;
            var endings = new List<(CommandRow Row, Ending Ending)>(passed.Count);
            foreach (var prepared in passed) endings.Add((prepared.Row, await EndingAsync(prepared.Row, action, outcome, cancel) with { IsMerged = passed.Count > 1, ProbeAfter = probe }));
            var now = time.GetUtcNow();
            return await database.WriteAsync(
                WriteKind.EndAttempt,
                async sql =>
                {
                    var open = isFirst() ? endings : await StillOpenAsync(sql, endings);
                    if (open.Count == 0) return true;
                    await ending.EndAsync(sql, open, action, now);
                    if (turn == BreakerTurn.Opened && outcome is ActionOutcome.Failed { Failure: var failure }) await ConnectionTrouble.BreakerOpenedAsync(sql, passed[0].Row.Connection, passed[0].Row, failure, now);
                    faults.Pass(FaultPoint.InOutcome);
                    return true;
                },
                CancellationToken.None);
        }
        catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
        {
            // A store that cannot be written says so itself, once.
            if (e is StoreTimeoutException) LogEndNotStored(logger, e.Message);
            return false;
        }
    }

    // A commit whose answer was lost may have stored it already, and what hangs on it happens once.
    private static async ValueTask<IReadOnlyList<(CommandRow Row, Ending Ending)>> StillOpenAsync(ISql sql, IReadOnlyList<(CommandRow Row, Ending Ending)> endings)
    {
        var open = new List<(CommandRow, Ending)>(endings.Count);
        foreach (var end in endings)
        {
            if ((await Outbox.FindAsync(sql, end.Row.Id))?.State == end.Row.State) open.Add(end);
        }

        return open;
    }

    private async Task<Ending> EndingAsync(CommandRow row, IAction action, ActionOutcome outcome, CancellationToken cancel)
    {
        if (outcome is ActionOutcome.Failed { Failure.Kind: FailureKind.TargetClosed })
        {
            var closed = (await preparation.LinksAsync(row, cancel)).Where(link => link.Right == action.Object).Select(link => link.Name).ToList();
            return new(outcome, null, closed);
        }

        if (outcome is not ActionOutcome.Done done || row.LinkName is null || row.LinkRight is not null) return new(outcome, null, []);
        var (id, failure) = await preparation.LinkIdAsync(row, done.Result, cancel);
        if (failure is not null) LogLinkFailed(logger, row.Id, row.LinkName, new(failure.Message));
        return new(outcome, id, []) { LinkFault = failure is null ? null : new Masked(failure.Message).ToString() };
    }
}
