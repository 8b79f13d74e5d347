using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Prepares what goes out as one call: evaluates each command once, ends what is not to go, and finds the adjacent ones that go with the first.</summary>
internal sealed class CallPreparation(
    IDatabase database, Preparation preparation, TemplateCatalogue templates, OutcomeKeeping outcomes, Wakeups wakeups, FaultTrigger faults, TimeProvider time)
{
    /// <summary>Evaluates and keeps what a command is to do, once, and finds its template.</summary>
    /// <returns>Null when the command ended or was put off instead.</returns>
    public async Task<Prepared?> PrepareAsync(CommandRow row, IAction action, Connection connection, CancellationToken cancel)
    {
        if (row.Input is { } stored)
        {
            // A retry is no new look: what was wanted when it was first tried may have happened.
            if (row.Attempts == 0 && await preparation.LookAsync(row, cancel) is { } unwanted) return await NotReadyAsync(row, action, unwanted, cancel);
            return WithTemplate(row, JsonSerializer.Deserialize(stored, action.Input)!, action, connection);
        }

        faults.Pass(FaultPoint.BeforeCommandBegun);
        await database.WriteAsync(WriteKind.BeginAttempt, sql => Outbox.BeginAsync(sql, row.Id), cancel);
        faults.Pass(FaultPoint.AfterCommandBegun);
        var outcome = await preparation.PrepareAsync(row, cancel);
        return outcome is DeliveryOutcome.Ready ready ? await SettleAsync(row, ready, action, connection, cancel) : await NotReadyAsync(row, action, outcome, cancel);
    }

    /// <summary>The adjacent waiting commands that may go out as one call with the first.</summary>
    public async Task<List<Prepared>> GroupAsync(Prepared first, List<CommandRow> waiting, IAction action, Connection connection, CancellationToken cancel)
    {
        var group = new List<Prepared> { first };

        // Who may be to blame for a death or a failure goes alone.
        if (first.Row.IsSuspect || first.Row.Begun > 0) return group;
        var now = time.GetUtcNow();
        if (first.Row.Reason == CommandRow.Alone) return group;
        foreach (var next in waiting.Skip(1).TakeWhile(next => next.Reason != CommandRow.Alone))
        {
            if (group.Count >= action.MaxMerged || next.Action != action.Name || next.Connection != connection.Name || next.RetryAt > now || next.MustFind || next.IsSuspect || next.Begun > 0) break;
            if (await PrepareAsync(next, action, connection, cancel) is not { } prepared || !action.CanMerge(first.Input, prepared.Input)) break;
            group.Add(prepared);
        }

        return group;
    }

    /// <summary>Ends a command without a call.</summary>
    public async Task CloseAsync(CommandRow row, CommandEnd end, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeCommandClosed);
        await database.WriteAsync(WriteKind.EndAttempt, async sql => { await CommandClosing.CloseAsync(sql, row, end, now); return true; }, cancel);
        faults.Pass(FaultPoint.AfterCommandClosed);
        wakeups.Signal(Lines.Events);
    }

    // Evaluated once: whatever holds it up from now on, it goes as it was when it was due.
    private async Task<Prepared?> SettleAsync(CommandRow row, DeliveryOutcome.Ready ready, IAction action, Connection connection, CancellationToken cancel)
    {
        var settled = row with
        {
            Input = JsonSerializer.Serialize(ready.Input, action.Input),
            OutsideWindow = ready.OutsideWindow is { } outside ? CommandMaking.Store(outside) : null,
            Bindings = ready.Bindings,
        };
        var line = Preparation.LineOf(settled, ready.Input, action);
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeInputKept);
        await database.WriteAsync(
            WriteKind.BeginAttempt,
            async sql =>
            {
                await Outbox.KeepInputAsync(sql, settled);
                if (line != row.Subject) await Outbox.ChangeLineAsync(sql, row, line, now);
                return true;
            },
            cancel);
        faults.Pass(FaultPoint.AfterInputKept);
        if (line == row.Subject) return WithTemplate(settled, ready.Input, action, connection);
        wakeups.Signal(Lines.Commands);
        return null;
    }

    private async Task<Prepared?> NotReadyAsync(CommandRow row, IAction action, DeliveryOutcome outcome, CancellationToken cancel)
    {
        switch (outcome)
        {
            case DeliveryOutcome.NotWanted:
                await CloseAsync(row, new(CommandState.Cancelled, CancelReason.NotWanted, "cancelled"), cancel);
                return null;
            case DeliveryOutcome.Refused refused:
                await CloseAsync(row, new(CommandState.Refused, refused.Refusal.Reason, refused.Refusal.Outcome), cancel);
                return null;
            case DeliveryOutcome.Failed { Failure: var failure }:
                await CloseAsync(row, new(CommandState.Parked, ParkReason.RouteFailed, "parked") { Error = $"{failure.Where}: {failure.Message} (in {failure.Expression})" }, cancel);
                return null;
            case DeliveryOutcome.ReadFailed failed:
                var attempted = row with { Attempts = row.Attempts + 1 };
                await outcomes.KeepAsync([new(attempted, new object(), null)], action, new ActionOutcome.Failed(failed.Failure), BreakerTurn.None, cancel);
                return null;
            default:
                return null;
        }
    }

    private Prepared WithTemplate(CommandRow row, object input, IAction action, Connection connection) =>
        action is IMessageAction messages && messages.Intent(input) is MessageIntent.OfTemplate wanted
            ? new(row, input, templates.Choose(connection.Name, messages, input, wanted))
            : new(row, input, null);
}
