using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Ends a pause, or the wait for an approval, in steps, a transaction each: what it held goes in its old order, and no webhook waits until all of it has gone. The pause stays in the
/// store until then and notes how far it has come, so that what a crash interrupts goes on afterwards.
/// </summary>
internal sealed class Resuming(IDatabase database, Wakeups wakeups, Turns turns, FaultTrigger faults, TimeProvider time)
{
    /// <summary>So many held commands go to their lines in one transaction.</summary>
    public const int AtOnce = 100;

    // Each of them ends by itself, with all that hangs on it.
    private const int DiscardedAtOnce = 20;

    private static readonly CommandEnd Discarded = new(CommandState.Cancelled, "discarded", "cancelled") { Error = "It waited for an approval and was discarded instead." };

    /// <summary>Ends a pause.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> EndAsync(string kind, string name, CancellationToken cancel)
    {
        faults.Pass(FaultPoint.BeforeResume);
        if (!await database.WriteAsync(WriteKind.Housekeeping, sql => Pauses.BeginResumeAsync(sql, kind, name), cancel)) return false;
        faults.Pass(FaultPoint.AfterResumeBegun);
        await GoOnAsync(kind, name, cancel);
        return true;
    }

    /// <summary>Goes on with what was begun and not brought to an end.</summary>
    public async Task GoOnAsync(CancellationToken cancel)
    {
        foreach (var (kind, name) in await database.ReadAsync(Pauses.ResumingAsync, cancel)) await GoOnAsync(kind, name, cancel);
    }

    /// <summary>Goes on with one that was begun.</summary>
    public async Task GoOnAsync(string kind, string name, CancellationToken cancel)
    {
        bool isMore;
        do
        {
            var now = time.GetUtcNow();
            faults.Pass(FaultPoint.BeforeResumeStep);
            isMore = await turns.TakeAsync(
                async () =>
                {
                    var isLeft = await database.WriteAsync(WriteKind.Housekeeping, sql => StepAsync(sql, kind, name, now), cancel);
                    faults.Pass(FaultPoint.AfterResumeStep);
                    wakeups.Signal(Lines.Commands);
                    return isLeft;
                },
                isLeft => isLeft,
                cancel);
        }
        while (isMore);
    }

    /// <summary>Lets what waits for its next attempt at a connection try at once, in steps too.</summary>
    public async Task HurryAsync(string connection, CancellationToken cancel)
    {
        string? next = "";
        while (next is not null)
        {
            var (after, now) = (next, time.GetUtcNow());
            faults.Pass(FaultPoint.BeforeResumeStep);
            next = await turns.TakeAsync(
                async () =>
                {
                    var last = await database.WriteAsync(WriteKind.Housekeeping, sql => Lines.HurryAsync(sql, connection, after, AttemptEnding.FindAfter, now), cancel);
                    faults.Pass(FaultPoint.AfterResumeStep);
                    wakeups.Signal(Lines.Commands);
                    return last;
                },
                last => last is not null,
                cancel);
        }
    }

    // Whether there is more to do. Whoever pauses it again meanwhile is obeyed: what has not gone yet stays held.
    private static async ValueTask<bool> StepAsync(ISql sql, string kind, string name, DateTimeOffset now)
    {
        if (await Pauses.ResumedToAsync(sql, kind, name) is not { } resumedTo) return false;
        if (kind == Pauses.Connection)
        {
            if (await Lines.UnblockAsync(sql, $"connection:{name}", now)) return true;
        }
        else
        {
            var approval = kind == Approvals.Kind ? await Approvals.FindAsync(sql, name) : null;
            var most = approval is (_, Approvals.Discard) ? DiscardedAtOnce : AtOnce;
            var held = await Outbox.HeldAsync(sql, name, resumedTo, most, forApproval: approval is not null);
            var going = new List<CommandRow>();
            foreach (var command in held)
            {
                if (approval is var (content, order) && order == Approvals.Discard && await SendCounts.ContentOfAsync(sql, command) == content) await CommandClosing.CloseAsync(sql, command, Discarded, now);
                else going.Add(command);
            }

            await Outbox.EnterLinesAsync(sql, going, now);
            if (held.Count == most)
            {
                await Pauses.ResumeToAsync(sql, kind, name, held[^1].Seq);
                return true;
            }
        }

        await Pauses.RemoveAsync(sql, kind, name);
        return false;
    }
}
