using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What an attempt led to, with what was evaluated of it outside the transaction.</summary>
/// <param name="Outcome">The connector's outcome.</param>
/// <param name="LinkId">The right end of the link that the command makes, from its result.</param>
/// <param name="ClosedLinks">The names of links whose right end is the action's object: a closed target breaks them.</param>
/// <param name="IsMerged">Whether the call carried other commands too.</param>
internal sealed record Ending(ActionOutcome Outcome, string? LinkId, IReadOnlyList<string> ClosedLinks, bool IsMerged = false)
{
    /// <summary>Why the right end could not be taken from the result, masked; null where it could.</summary>
    public string? LinkFault { get; init; }

    /// <summary>When an operation whose breaker is open is tried again; null where it is closed.</summary>
    public TimeSpan? ProbeAfter { get; init; }
}

/// <summary>T4: stores how an attempt ended, with everything that hangs on it.</summary>
internal sealed class AttemptEnding(RetrySchedule schedule, StatusApplication statuses, BlastGuard guard)
{
    /// <summary>An unknown send blocks its line this long (<c>pipeline</c>: so that order is kept where it can be).</summary>
    public static readonly TimeSpan UnknownBlocks = TimeSpan.FromSeconds(30);

    /// <summary>An effect of which nobody knows is looked for this long after the attempt has ended: vendors' lists and searches lag behind their writes, and a call that was given up may still be carried out.</summary>
    public static readonly TimeSpan FindAfter = TimeSpan.FromSeconds(30);

    /// <summary>Ends the attempt of the commands of one call, in the order of their line.</summary>
    public async ValueTask EndAsync(ISql sql, IReadOnlyList<(CommandRow Row, Ending Ending)> call, IAction action, DateTimeOffset now)
    {
        foreach (var (row, end) in call) await EndAsync(sql, row, action, end, now);
        if (call[0].Ending is { Outcome: ActionOutcome.Failed { Failure: { Kind: FailureKind.TargetClosed } failure }, ClosedLinks: var links })
        {
            await TargetClosing.EndLineAsync(sql, [.. call.Select(part => part.Row)], action, failure, links, now);
        }
    }

    private async ValueTask EndAsync(ISql sql, CommandRow row, IAction action, Ending ending, DateTimeOffset now)
    {
        switch (ending.Outcome)
        {
            case ActionOutcome.Done done:
                // That it ends clears the marks of what is under way.
                await Attempts.AbandonAsync(sql, row, "done", null, null, now);
                if (action is IRecordAction)
                {
                    // What there was nothing left to change of, an attempt of which nobody knew has changed: its echo is still to come.
                    var isVoid = done.ChangedNothing && await Attempts.CountAsync(sql, row, "unknown") == 0;
                    await (isVoid ? OwnWrites.VoidAsync(sql, row.Id) : OwnWrites.EndAsync(sql, row.Id, done.Version?.Stamp, now));
                    await EventWaits.EndAsync(sql, EventWaits.OfAnswer(row.Id), now);
                }

                await DoneAsync(sql, row, action, done, ending, now);
                break;
            case ActionOutcome.Failed { Failure: var failure }:
                await Attempts.EndAsync(sql, row, NameOf(failure), failure.Code, failure.Text, now);
                await FailAsync(sql, row, action, failure, ending, now);
                await UndoAsync(sql, row, action, now);
                break;
        }
    }

    // Without an effect it does not count, and while it waits for another attempt it has its slot again.
    private async ValueTask UndoAsync(ISql sql, CommandRow row, IAction action, DateTimeOffset now)
    {
        // What of some attempt nobody knows may have happened then.
        var isMessage = action is IMessageAction;
        if ((row is { Quota: null, Slot: null } && action is not (IMessageAction or IRecordAction)) || await Attempts.CountAsync(sql, row, "unknown") > 0) return;
        if (action is IRecordAction)
        {
            await OwnWrites.VoidAsync(sql, row.Id);
            await EventWaits.EndAsync(sql, EventWaits.OfAnswer(row.Id), now);
        }

        if (isMessage) await guard.GiveBackAsync(sql, row, action);
        if (row.Quota is not null || isMessage) await Quotas.GiveBackAsync(sql, row.Id);
        if (isMessage) await Reaches.GiveBackAsync(sql, row);
        if (row.Slot is null) return;
        if (await Outbox.FindAsync(sql, row.Id) is { State: CommandState.Waiting or CommandState.Scheduled or CommandState.Kept } waiting) await SlotReturn.ReturnAsync(sql, waiting, now);
    }

    /// <summary>An attempt without an end, found after a crash: what happened is not known.</summary>
    public async ValueTask RecoverAsync(ISql sql, CommandRow row, IAction action, DateTimeOffset now)
    {
        var failure = new VendorFailure(FailureKind.Unknown, "interrupted", "The hub stopped while the call was under way.");
        await Attempts.AbandonAsync(sql, row, "unknown", failure.Code, failure.Text, now);

        // What may have been sent and cannot be looked for is never offered for a replay, whatever failed before it was sent.
        if (row.Begun >= Suspects.BegunAtMost && action.Effect is not EffectClass.Blind)
        {
            await ParkAsync(sql, row, ParkReason.Poison, failure with { Text = "Delivering it was begun three times without an end." }, now);
            return;
        }

        await FailAsync(sql, row, action, failure, new(new ActionOutcome.Failed(failure), null, []), now);
    }

    /// <summary>An attempt without an end whose connection or action is not there any more: nobody can say whether it may be repeated.</summary>
    public static async ValueTask GiveUpAsync(ISql sql, CommandRow row, DateTimeOffset now)
    {
        var sentence = $"The hub stopped while the call was under way, and the connection '{row.Connection}' or its action '{row.Action}' is not there any more.";
        await Attempts.AbandonAsync(sql, row, "unknown", "interrupted", sentence, now);
        await CommandClosing.CloseAsync(sql, row, new(CommandState.Parked, ParkReason.Unknown, "parked") { Code = "interrupted", Error = sentence }, now);
    }

    private async ValueTask DoneAsync(ISql sql, CommandRow row, IAction action, ActionOutcome.Done done, Ending ending, DateTimeOffset now)
    {
        var live = ending.LinkId is { } right ? await Links.MakeLiveAsync(sql, row.Id, right, now) : null;
        var result = done.Result is null ? null : JsonSerializer.Serialize(done.Result, action.Result!);
        if (action.Name.StartsWith(HubActions.Prefix, StringComparison.Ordinal)) await HubActions.ApplyAsync(sql, row, JsonSerializer.Deserialize(row.Input!, action.Input)!, now);
        await CommandClosing.CloseAsync(sql, row, new(CommandState.Done, null, "done") { Result = result, VendorId = done.VendorId }, now);
        if (done.Learned is { } learned && AboutNames.RecordOf(learned.Record, row.Connection) is { } record) await People.LearnRecordAsync(sql, record, learned.Customer, row.Id, now);
        if (action is IMessageAction && done.VendorId is { } messageId) await statuses.RecordAsync(sql, row, messageId, now, now);

        if (row.LinkName is null || row.LinkRight is not null) return;
        if (live is null)
        {
            await CommandClosing.BreakLinkAsync(sql, row, now);
            if (ending.LinkFault is { } fault) await Alerts.WarnOnceAsync(sql, $"link {row.Id}", $"A command of {row.Route} was done, but the id for the link {row.LinkName} could not be taken from its result: {fault} The link is broken; what waited for it is parked.", now);
            return;
        }

        // Those that waited for the link go, in order, to the line of what was made.
        await Outbox.EachAsync(() => Outbox.AwaitingLinkAsync(sql, Links.LineOf(live.Name, live.LeftId)), waiting => Outbox.EnterLineAsync(sql, waiting, now));
    }

    private async ValueTask FailAsync(ISql sql, CommandRow row, IAction action, VendorFailure failure, Ending ending, DateTimeOffset now)
    {
        switch (failure.Kind)
        {
            case FailureKind.Transient or FailureKind.Conflict:
                await RetryAsync(sql, row, action, row.MustFind, failure, ending.ProbeAfter, now);
                break;
            case FailureKind.Throttled:
                await WaitAsync(sql, row, failure, schedule.Told(failure.Wait), null, now);
                break;
            case FailureKind.Unauthorized:
                await ConnectionTrouble.RefusedAsync(sql, row, failure, now);
                await WaitAsync(sql, row, failure, TimeSpan.Zero, $"connection:{row.Connection}", now);
                break;
            case FailureKind.Later when failure.IsAccountWide:
                // The gate keeps it in its place until the rest is over.
                await ConnectionTrouble.RestAsync(sql, row.Connection, row, failure, now + schedule.Told(failure.Wait ?? Settlement.LaterByDefault), now);
                await WaitAsync(sql, row, failure, TimeSpan.Zero, null, now);
                break;
            case FailureKind.Later:
                await HoldAsync(sql, row, failure.Wait ?? Settlement.LaterByDefault, now);
                break;
            case FailureKind.WindowClosed when row.OutsideWindow is not null && await WindowClosing.HasOpenedSinceAsync(sql, row, now):
                await WaitAsync(sql, row, failure, TimeSpan.Zero, null, now);
                break;
            case FailureKind.WindowClosed when row.OutsideWindow is not null:
                await WindowClosing.KeepAsync(sql, row, now);
                break;
            case FailureKind.Rejected when ending.IsMerged:
                // One of them may be at fault alone: each goes by itself, at once and in its place.
                await Outbox.RetryAsync(
                    sql, row, new(now, Math.Max(0, row.Attempts - 1), row.MustFind, CommandRow.Alone, failure.Code, failure.Text, null), now);
                break;
            case FailureKind.Rejected when failure.IsTemplateStale && await Attempts.CountAsync(sql, row, NameOf(failure)) == 1:
                // Once more, with the template as it is now: whoever fetches it makes the line ready.
                await Outbox.RetryAsync(sql, row, new(now, row.Attempts, row.MustFind, Gate.TemplateChanged, failure.Code, failure.Text, null), now);
                await Lines.DelayAsync(sql, Lines.Commands, row.Subject, now + Gate.TemplatesLater, Lines.TemplatesOf(row.Connection), now);
                break;
            case FailureKind.Unknown:
                await UnknownAsync(sql, row, action, failure, ending.ProbeAfter, now);
                break;
            default:
                await SettleAsync(sql, row, action, failure, now);
                break;
        }
    }

    private static async ValueTask SettleAsync(ISql sql, CommandRow row, IAction action, VendorFailure failure, DateTimeOffset now)
    {
        if (failure.Kind == FailureKind.OptedOut && row.Customer is { } customer)
        {
            await Consents.AppendAsync(sql, new(customer, "marketing", false, "vendor_answer", failure.Text, row.Connection, "vendor", row.Id, now), row, now);
        }

        var end = Settlement.Of(failure.Kind, action.Effect, row.IsFollowedBy(Settlement.NameOf(FailureKind.Rejected)));
        await CommandClosing.CloseAsync(sql, row, new(end.State, end.Reason, end.Outcome) { Code = failure.Code, Error = failure.Text }, now);
    }

    // The vendor's own hold does not make the command too old; once only, so that max_age still ends it.
    private static async ValueTask HoldAsync(ISql sql, CommandRow row, TimeSpan wait, DateTimeOffset now)
    {
        if (row.Generation == 0 && await Attempts.CountAsync(sql, row, "later") == 1) await Outbox.ExtendMaxAgeAsync(sql, row.Id, wait);
        await Outbox.LeaveLineAsync(sql, row, CommandState.Scheduled, now + wait, "later", now);
    }

    private async ValueTask UnknownAsync(ISql sql, CommandRow row, IAction action, VendorFailure failure, TimeSpan? probeAfter, DateTimeOffset now)
    {
        // It may have happened: nothing replaces or cancels it any more.
        if (row.Slot is { } slot) await Slots.FreeAsync(sql, slot, row.Id);
        switch (action.Effect)
        {
            case EffectClass.Idempotent or EffectClass.Keyed:
                await RetryAsync(sql, row, action, mustFind: false, failure, probeAfter, now);
                break;
            case EffectClass.Findable:
                await RetryAsync(sql, row, action, mustFind: true, failure, probeAfter, now);
                break;
            case EffectClass.Blind when await Messages.VendorIdOfAsync(sql, row.Id) is { } vendorId:
                // The status came before the time-out: it happened.
                await statuses.SettleAsync(sql, row, vendorId, now);
                break;
            default:
                await SettleAsync(sql, row, action, failure, now);
                await Outbox.GiveUpAtAsync(sql, row.Id, now + Settlement.UnknownParks);
                break;
        }
    }

    private async ValueTask RetryAsync(ISql sql, CommandRow row, IAction action, bool mustFind, VendorFailure failure, TimeSpan? probeAfter, DateTimeOffset now)
    {
        // Whether a vendor that is away is back is found out at no attempt's cost, for as long as the schedule lasts: what fails at a vendor that is there is parked in the end.
        var probe = probeAfter is null ? null : schedule.Probe(probeAfter, now - await Attempts.FirstAsync(sql, row), failure.Wait);
        if ((probe ?? schedule.After(row.Attempts, row.Id, failure.Wait)) is { } wait)
        {
            var at = now + (mustFind && failure.Kind == FailureKind.Unknown && wait < FindAfter ? FindAfter : wait);
            var attempts = probe is null ? row.Attempts : Math.Max(0, row.Attempts - 1);
            await Outbox.RetryAsync(sql, row, new(at, attempts, mustFind, NameOf(failure), failure.Code, failure.Text, null), now);
        }
        else
        {
            await SettleAsync(sql, row, action, failure, now);
        }
    }

    // The vendor asked to wait, or refused the credentials: that costs no attempt.
    private static ValueTask WaitAsync(ISql sql, CommandRow row, VendorFailure failure, TimeSpan wait, string? blockedBy, DateTimeOffset now) => Outbox.RetryAsync(
        sql, row, new(now + wait, Math.Max(0, row.Attempts - 1), row.MustFind, NameOf(failure), failure.Code, failure.Text, blockedBy), now);

    private static ValueTask ParkAsync(ISql sql, CommandRow row, string reason, VendorFailure failure, DateTimeOffset now) =>
        CommandClosing.CloseAsync(sql, row, new(CommandState.Parked, reason, "parked") { Code = failure.Code, Error = failure.Text }, now);

    private static string NameOf(VendorFailure failure) => failure is { Kind: FailureKind.Later, IsAccountWide: true } ? Pauses.Restricted : Settlement.NameOf(failure.Kind);
}
