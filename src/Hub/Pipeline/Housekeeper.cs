using Hub.BuiltIn;
using Hub.Configuration;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Brings back what left its line until a moment of business time: due commands, words nobody answered, sends that stayed unknown. Between that, forgets what is old. Notices a clock that is set back.</summary>
internal sealed partial class Housekeeper(IDatabase database, Forgetting forgetting, Wakeups wakeups, Rounds rounds, Turns turns, FaultTrigger faults, BusinessClock time, ILogger<Housekeeper> logger) : BackgroundService
{
    private const string Queue = "housekeeper";

    // What goes to its line goes there together; the end of a command has much to do by itself.
    private const int AtOnce = 100;
    private const int EndedAtOnce = 20;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private DateTimeOffset lookedAt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        time.Moved += LookAgain;
        return rounds.RunAsync(
            "looking for what is due",
            async cancel =>
            {
                await FollowClockAsync(cancel);
                if (await SweepAsync(cancel) == 0 && !await forgetting.StepAsync(cancel)) await wakeups.WaitAsync(Queue, Poll, cancel);
            },
            Poll, time, stoppingToken);
    }

    // What waits for a moment of business time may be due now.
    private void LookAgain(object? sender, EventArgs e)
    {
        wakeups.Signal(Queue);
        wakeups.Signal(Lines.Events);
        wakeups.Signal(Lines.Commands);
    }

    // Who set the clock back gave every wait that was counted by it as much more.
    private async Task FollowClockAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (now < lookedAt)
        {
            faults.Pass(FaultPoint.BeforeUpkeep);
            var ended = await database.WriteAsync(WriteKind.Housekeeping, sql => ClockSteps.MendAsync(sql, now), cancel);
            faults.Pass(FaultPoint.AfterUpkeep);
            LogClockSetBack(logger, lookedAt - now, ended);
            forgetting.LookAgain();
            wakeups.Signal(Lines.Commands);
            wakeups.Signal(Lines.Events);
        }

        lookedAt = now;
    }

    private async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var due = await database.ReadAsync(
            async sql => (List<CommandRow>)
            [
                .. await Outbox.DueAsync(sql, CommandState.Scheduled, now, AtOnce),
                .. await Outbox.DueAsync(sql, CommandState.Kept, now, EndedAtOnce),
                .. await Outbox.DueAsync(sql, CommandState.Unknown, now, EndedAtOnce),
            ],
            cancel);
        if (due.Count == 0) return 0;
        try
        {
            await turns.TakeAsync(
                async () =>
                {
                    await BringBackAsync(due, now, cancel);
                    wakeups.Signal(Lines.Commands);
                    wakeups.Signal(Lines.Events);
                    return true;
                },
                _ => due.Count >= EndedAtOnce,
                cancel);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            // The border of a batch: one row that cannot be brought back does not hold up the others.
            foreach (var row in due) await BringBackSinglyAsync(row, now, cancel);
            wakeups.Signal(Lines.Commands);
            wakeups.Signal(Lines.Events);
        }

        return due.Count;
    }

    private async Task BringBackAsync(List<CommandRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        faults.Pass(FaultPoint.BeforeBringBack);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                // It may have moved since it was read.
                var scheduled = (await Outbox.FindAllAsync(sql, [.. rows.Where(row => row.State == CommandState.Scheduled).Select(row => row.Id)]))
                    .Where(row => row.State == CommandState.Scheduled && row.WakeAt <= now).ToList();
                await Outbox.EnterLinesAsync(sql, scheduled, now);
                foreach (var row in rows.Where(row => row.State != CommandState.Scheduled)) await GiveUpAsync(sql, row, now);
                faults.Pass(FaultPoint.InBringBack);
                return true;
            },
            cancel);
        faults.Pass(FaultPoint.AfterBringBack);
    }

    private async Task BringBackSinglyAsync(CommandRow row, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            if (row.Begun < Suspects.BegunAtMost) await BringBackAsync([row], now, cancel);
            else await ParkAsync(row, now, cancel);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            var fault = new Fault(e);
            LogNotBroughtBack(logger, row.Id, row.Route, fault);
            var sentence = $"Bringing it back to its line failed inside the hub, last with {fault.Name}.";
            faults.Pass(FaultPoint.BeforeFailureCounted);
            await database.WriteAsync(WriteKind.Housekeeping, sql => Outbox.PutOffAsync(sql, row.Id, now + AfterFailure, sentence), cancel);
            faults.Pass(FaultPoint.AfterFailureCounted);
        }
    }

    private async Task ParkAsync(CommandRow row, DateTimeOffset now, CancellationToken cancel)
    {
        // Whether an unknown send happened is as unknown as before: a replay could double it.
        var reason = row.State == CommandState.Unknown ? ParkReason.Unknown : ParkReason.Poison;
        var end = new CommandEnd(CommandState.Parked, reason, "parked") { Error = "Bringing it back to its line failed three times inside the hub." };
        faults.Pass(FaultPoint.BeforeCommandClosed);
        await database.WriteAsync(WriteKind.Housekeeping, async sql => { await CommandClosing.CloseAsync(sql, row, end, now); return true; }, cancel);
        faults.Pass(FaultPoint.AfterCommandClosed);
    }

    private static async ValueTask GiveUpAsync(ISql sql, CommandRow seen, DateTimeOffset now)
    {
        if (await Outbox.FindAsync(sql, seen.Id) is not { } row || row.State != seen.State || row.WakeAt > now) return;
        switch (row.State)
        {
            case CommandState.Kept:
                await CommandClosing.CloseAsync(
                    sql, row, new(CommandState.Refused, "window_closed", "refused") { Error = "The customer did not answer while the words were kept." }, now);
                break;
            default:
                await CommandClosing.CloseAsync(
                    sql, row,
                    new(CommandState.Parked, ParkReason.Unknown, "parked") { Code = row.Code, Error = "Whether it was sent is not known: no answer came, and no status within 10 minutes." }, now);
                break;
        }
    }
}
