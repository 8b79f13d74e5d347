using Hub.BuiltIn;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>Everything that hangs on the end of a command, in the transaction in which it ends: counts, slot, once, link, dependants, outcome event, line.</summary>
internal static class CommandClosing
{
    /// <summary>Ends a command, unless it has left the state in which it was seen: then nothing happens.</summary>
    public static async ValueTask CloseAsync(ISql sql, CommandRow c, CommandEnd end, DateTimeOffset now)
    {
        var changed = await sql.ExecuteAsync(
            """
            UPDATE command SET state = $2, reason = $3, code = $4, error = $5, result = COALESCE($6, result), vendor_id = COALESCE($7, vendor_id),
              ended_at = $8, begun = 0, in_flight = 0, is_suspect = 0
            WHERE id = $1 AND state = $9
            """,
            c.Id, end.State, end.Reason, end.Code, end.Error, end.Result, end.VendorId, now, c.State);
        if (changed == 0) return;
        await Counters.MoveAsync(sql, Outbox.Level, (CommandState.Counted(c.State), CountedReason(c)), (end.State, end.Reason));
        if (c.Slot is not null) await Slots.FreeAsync(sql, c.Slot, c.Id);
        await SettleOnceAsync(sql, c, end, now);
        if (c.LinkName is not null && Settlement.BreaksLink(end.State)) await BreakLinkAsync(sql, c, now);
        await ReportAsync(sql, c, end.Outcome, now);
        if (end.State == CommandState.Parked)
        {
            await HubReports.CommandParkedAsync(sql, c, end, now);
            await Brake.OnCommandAsync(sql, c, now);
        }

        // What ends off its line leaves the line as it is: retrying, throttled or paused.
        if (c.State is CommandState.Waiting or CommandState.Started or CommandState.Unknown) await Lines.AdvanceCommandsAsync(sql, c.Subject, now);
    }

    /// <summary>Stores an outcome as an internal event where an <c>after</c> route waits for it; each outcome of a command once.</summary>
    public static async ValueTask ReportAsync(ISql sql, CommandRow c, string outcome, DateTimeOffset now)
    {
        if (!c.IsFollowedBy(outcome)) return;
        if (!await Events.KeepKeyAsync(sql, Keys.Hash("outcome", c.Id, outcome), polled: false, now)) return;
        var subject = "after/" + c.Subject;
        await Lines.OpenAsync(sql, Lines.Events, subject, Lane.Interactive, now);
        await Events.InsertAsync(sql, new()
        {
            Id = Keys.Id("outcome", c.Id, outcome),
            Webhook = null,
            Source = "hub",
            Connection = c.Connection,
            Type = "hub.command." + outcome,
            Subject = subject,
            OccurredAt = now,
            ArrivedAt = now,
            Completeness = EventCompleteness.Complete,
            Envelope = "{}",
            Data = "{}",
            Followed = c.Id,
            FollowedOutcome = outcome,
        });
    }

    private static string? CountedReason(CommandRow c) => CommandState.Counted(c.State) == "pending" ? null : c.Reason;

    private static async ValueTask SettleOnceAsync(ISql sql, CommandRow c, CommandEnd end, DateTimeOffset now)
    {
        var fate = Settlement.KeyAfter(end.State, end.Reason);
        if (c.OnceKey is null || fate == KeyFate.Kept) return;
        var owner = await Once.OwnerAsync(sql, c.OnceKey);

        // A spent key stays spent: a send that nobody knows of may have happened, also when it is discarded.
        if (owner is not { State: "reserved" } || owner.Command != c.Id) return;
        if (fate == KeyFate.Spent)
        {
            await Once.SpendAsync(sql, c.OnceKey, now);
            await Outbox.EachAsync(() => Once.WaitingAsync(sql, c.OnceKey, Outbox.AtOnce), async other => { await CloseAsync(sql, other, new(CommandState.Refused, "once", "refused"), now); return true; });
        }
        else if (await Once.WaitingAsync(sql, c.OnceKey, 1) is [var heir])
        {
            await Once.InheritAsync(sql, c.OnceKey, heir.Id, now);
            if (!await Outbox.EnterLineAsync(sql, heir, now)) await ParkDependantAsync(sql, heir, "The link that it needs was not made.", now);
        }
        else
        {
            await Once.ReleaseAsync(sql, c.OnceKey);
        }
    }

    /// <summary>The link that it was to make will not come: those that wait for it are parked.</summary>
    public static async ValueTask BreakLinkAsync(ISql sql, CommandRow c, DateTimeOffset now)
    {
        if (await Links.BreakReservedAsync(sql, c.Id, now) is not { } link) return;
        await Outbox.EachAsync(
            () => Outbox.AwaitingLinkAsync(sql, Links.LineOf(link.Name, link.LeftId)),
            async dependant =>
            {
                await ParkDependantAsync(sql, dependant, $"The command of route '{c.Route}' that was to make the link did not succeed.", now);
                return true;
            });
    }

    private static ValueTask ParkDependantAsync(ISql sql, CommandRow c, string error, DateTimeOffset now) =>
        CloseAsync(sql, c, new(CommandState.Parked, ParkReason.Dependency, "parked") { Error = error }, now);
}
