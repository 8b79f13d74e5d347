using Hub.Coordination;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Ends a pause in steps, a transaction each: what it held goes in its old order, and no webhook waits until all of it has gone. The pause stays in the
/// store until then and notes how far it has come, so that what a crash interrupts goes on afterwards.
/// </summary>
internal sealed class Resuming(IDatabase database, Wakeups wakeups, TimeProvider time)
{
    /// <summary>So many held commands go to their lines in one transaction.</summary>
    public const int AtOnce = 200;

    /// <summary>Ends a pause.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> EndAsync(string kind, string name, CancellationToken cancel)
    {
        if (!await database.WriteAsync(WriteKind.Housekeeping, sql => Pauses.BeginResumeAsync(sql, kind, name), cancel)) return false;
        await GoOnAsync(kind, name, cancel);
        return true;
    }

    /// <summary>Goes on with what was begun and not brought to an end.</summary>
    public async Task GoOnAsync(CancellationToken cancel)
    {
        foreach (var (kind, name) in await database.ReadAsync(Pauses.ResumingAsync, cancel)) await GoOnAsync(kind, name, cancel);
    }

    private async Task GoOnAsync(string kind, string name, CancellationToken cancel)
    {
        bool isMore;
        do
        {
            var now = time.GetUtcNow();
            isMore = await database.WriteAsync(WriteKind.Housekeeping, sql => StepAsync(sql, kind, name, now), cancel);
            wakeups.Signal(Lines.Commands);
        }
        while (isMore);
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
            var held = await Outbox.HeldAsync(sql, name, resumedTo, AtOnce);
            foreach (var command in held) await Outbox.EnterLineAsync(sql, command, now);
            if (held.Count == AtOnce)
            {
                await Pauses.ResumeToAsync(sql, kind, name, held[^1].Seq);
                return true;
            }
        }

        await Pauses.RemoveAsync(sql, kind, name);
        return false;
    }
}
