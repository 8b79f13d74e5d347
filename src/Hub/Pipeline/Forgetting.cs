using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Deletes by class what has ended and is older than it is to be kept: a look at the oldest rows, then a short transaction, then whatever else
/// waits. Each hour it goes through all classes once. Where webhooks take more room than they may, the oldest go earlier, and an alert says so.
/// </summary>
internal sealed class Forgetting(IDatabase database, IClaims claims, RetentionOptions options, Turns turns, FaultTrigger faults, TimeProvider time)
{
    private const string Duty = "retention";

    // A portfolio's reach is counted over one.
    private const int ReachDays = 2;
    private const long Mebibyte = 1024 * 1024;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromHours(1);

    // All events and commands are gone through for it, and it frees little.
    private static readonly TimeSpan BetweenSnapshots = TimeSpan.FromDays(1);

    private Queue<OldClass> left = [];
    private DateTimeOffset roundAt;
    private DateTimeOffset snapshotsAt;
    private long seen;

    /// <summary>Begins the next round at once.</summary>
    public void LookAgain() => roundAt = snapshotsAt = default;

    /// <summary>Deletes some rows where there are any to delete.</summary>
    /// <returns>Whether there may be more to delete now.</returns>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        if (!left.TryPeek(out var next))
        {
            var now = time.GetUtcNow();
            if (now < roundAt) return false;
            roundAt = now + BetweenRounds;

            // What two nodes delete is deleted once all the same, but the bounds are kept more exactly by one.
            if (!await claims.TakeDutyAsync(Duty, cancel)) return false;
            left = new(Classes(now));
            next = left.Peek();
            seen = await database.ReadAsync(next.Begin, cancel);
        }

        var old = await database.ReadAsync(sql => next.Find(sql, seen), cancel);
        if (old.Rows.Count > 0 || (next.Remembers && old.Seen > seen))
        {
            faults.Pass(FaultPoint.BeforeUpkeep);
            await turns.TakeAsync(() => database.WriteAsync(WriteKind.Housekeeping, sql => next.Delete(sql, old), cancel).AsTask(), _ => true, cancel);
            faults.Pass(FaultPoint.AfterUpkeep);
        }

        seen = old.Seen;
        if (!old.IsEnd) return true;
        left.Dequeue();
        if (left.TryPeek(out var after)) seen = await database.ReadAsync(after.Begin, cancel);
        return left.Count > 0;
    }

    private IEnumerable<OldClass> Classes(DateTimeOffset now)
    {
        DateTimeOffset Before(int days) => now - TimeSpan.FromDays(days);
        yield return new((sql, _) => OldKeys.FindAsync(sql, now), (sql, _) => OldKeys.DeleteAsync(sql, now));
        yield return new((sql, _) => OwnWrites.FindOldAsync(sql, now - WriteLedger.Waits), (sql, _) => OwnWrites.DeleteOldAsync(sql, now - WriteLedger.Waits));
        yield return new((sql, _) => Reaches.FindOldAsync(sql, Before(ReachDays)), (sql, _) => Reaches.DeleteOldAsync(sql, Before(ReachDays)));
        yield return new(
            (sql, after) => OldWebhooks.FindAsync(sql, after, Before(options.StatusDays), OldWebhooks.Statuses),
            async (sql, old) =>
            {
                await OldWebhooks.KeepStatusesSeenAsync(sql, old.Seen);
                return await OldWebhooks.DeleteAsync(sql, old.Rows);
            }) { Begin = OldWebhooks.StatusesSeenAsync, Remembers = true };
        yield return new((sql, after) => OldWebhooks.FindAsync(sql, after, Before(options.WebhookDays), OldWebhooks.All), (sql, old) => OldWebhooks.DeleteAsync(sql, old.Rows));
        yield return new((sql, after) => OldEvents.FindAsync(sql, after, Before(options.WebhookDays)), (sql, old) => OldEvents.DeleteAsync(sql, old.Rows));
        yield return new((sql, after) => OldCommands.FindAsync(sql, after, Before(options.CommandDays)), (sql, old) => OldCommands.DeleteAsync(sql, old.Rows));
        yield return Dated(OldLeftovers.FindStatusesAsync, OldLeftovers.DeleteStatusesAsync, Before(options.StatusDays));
        yield return Dated(OldLeftovers.FindVariablesAsync, OldLeftovers.DeleteVariablesAsync, Before(options.WebhookDays));
        yield return Dated(OldLeftovers.FindRefusalsAsync, OldLeftovers.DeleteRefusalsAsync, now - OldKeys.KeptFor);

        yield return new((sql, _) => ConsentRequests.FindLapsedAsync(sql, now), (sql, _) => ConsentRequests.LapseAsync(sql, now));

        // By its key a consent that is told twice counts once.
        yield return Dated(ConsentRequests.FindOldAsync, ConsentRequests.DeleteOldAsync, now - OldKeys.KeptFor);

        // By its id an alert that is told once is known to have been told.
        yield return new((sql, after) => OldLeftovers.FindAlertsAsync(sql, after, now - OldKeys.KeptFor), (sql, old) => OldLeftovers.DeleteAlertsAsync(sql, old.Rows));
        yield return new((sql, _) => OldCommands.FindTermsAsync(sql, Before(options.CommandDays)), (sql, _) => OldCommands.DeleteTermsAsync(sql, Before(options.CommandDays)));
        if (options.MessageDays > 0) yield return new((sql, after) => OldMessages.FindAsync(sql, after, Before(options.MessageDays)), (sql, old) => OldMessages.DeleteAsync(sql, old.Rows));
        if (options.ConsentDays > 0) yield return new((sql, after) => OldMessages.FindConsentsAsync(sql, after, Before(options.ConsentDays)), (sql, old) => OldMessages.DeleteConsentsAsync(sql, old.Rows));
        if (now >= snapshotsAt)
        {
            snapshotsAt = now + BetweenSnapshots;
            var snapshots = new OldSnapshots(Before(Math.Min(options.WebhookDays, options.CommandDays)));
            yield return new(snapshots.LookAtCommandsAsync, (_, _) => ValueTask.FromResult(0));
            yield return new(snapshots.LookAtEventsAsync, (_, _) => ValueTask.FromResult(0));
            yield return new((sql, _) => snapshots.FindAsync(sql), (sql, _) => snapshots.DeleteAsync(sql));
        }

        if (options.StatusMegabytes > 0) yield return Bounded(OldWebhooks.Statuses, "Retention:StatusMegabytes", options.StatusMegabytes, now);
        if (options.WebhookMegabytes > 0) yield return Bounded(OldWebhooks.Others, "Retention:WebhookMegabytes", options.WebhookMegabytes, now);
    }

    private static OldClass Dated(Func<ISql, DateTimeOffset, ValueTask<OldRows>> find, Func<ISql, DateTimeOffset, ValueTask<int>> delete, DateTimeOffset before) =>
        new((sql, _) => find(sql, before), (sql, _) => delete(sql, before));

    private static OldClass Bounded(OldWebhooks.Kind kind, string setting, long megabytes, DateTimeOffset now) => new(
        async (sql, after) => await OldWebhooks.SizeAsync(sql, kind) > megabytes * Mebibyte ? await OldWebhooks.FindAsync(sql, after, DateTimeOffset.MaxValue, kind) : OldRows.None,
        async (sql, old) =>
        {
            var text = $"{kind.What} took more room than {setting} allows ({megabytes} MiB): the oldest that have ended are deleted before their time. Give them more room, or keep them for fewer days.";
            await Alerts.WarnOnceAsync(sql, $"retention {setting} {now:yyyy-MM-dd}", text, now);
            return await OldWebhooks.DeleteAsync(sql, old.Rows);
        });

    /// <summary>What is kept for a time of its own.</summary>
    /// <param name="Find">Looks at the oldest rows behind one.</param>
    /// <param name="Delete">Deletes what was found.</param>
    private sealed record OldClass(Func<ISql, long, ValueTask<OldRows>> Find, Func<ISql, OldRows, ValueTask<int>> Delete)
    {
        /// <summary>Where to begin.</summary>
        public Func<ISql, ValueTask<long>> Begin { get; init; } = _ => ValueTask.FromResult(0L);

        /// <summary>Whether how far it has come is kept for the next round.</summary>
        public bool Remembers { get; init; }
    }
}
