using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>Runs a parked command again. It takes a new place; its <c>once</c> key is still its own, and what waited for a link waits for it again.</summary>
internal static class CommandReplay
{
    /// <summary>Why a parked command cannot be put into its line, as one sentence; null where it can.</summary>
    public static async ValueTask<string?> ObstacleAsync(ISql sql, CommandRow row) => row.AwaitsLink is { } line && await Links.OpenInAsync(sql, line) is null
        ? "The link that it needs is not there. Replay the command that makes it first, or discard this one."
        : null;

    /// <summary>Puts a parked command into its line again, in whose way nothing is.</summary>
    public static async ValueTask ReplayAsync(ISql sql, CommandRow row, DateTimeOffset now)
    {
        await Counters.MoveAsync(sql, Outbox.Level, (CommandState.Parked, row.Reason), ("pending", null));

        // An attempt without an answer may have had its effect: that is looked for before it is called again.
        await sql.ExecuteAsync(
            """
            UPDATE command SET attempts = 0, begun = 0, is_suspect = 0, reason = NULL, code = NULL, error = NULL, ended_at = NULL,
              must_find = CASE WHEN must_find = 1 OR EXISTS (SELECT 1 FROM attempt WHERE attempt.seq = command.seq AND outcome = 'unknown') THEN 1 ELSE 0 END
            WHERE id = $1
            """,
            row.Id);
        var revived = row with { State = CommandState.Waiting, Reason = null };

        // The link that it was to make broke when it was parked: it is reserved anew, unless another command has made it, if only for who has become one with its left end.
        if (row is { LinkName: { } name, LinkLeft: { } left, LinkRight: null }
            && (await Links.OpenInAsync(sql, Links.LineOf(name, left)) is not null || !await Links.OpenAsync(sql, name, left, null, row.Id, now)))
        {
            await sql.ExecuteAsync("UPDATE command SET state = 'waiting' WHERE id = $1", row.Id);
            await CommandClosing.CloseAsync(sql, revived, new(CommandState.Cancelled, CancelReason.LinkExists, "cancelled"), now);
            return;
        }

        await Outbox.EnterLineAsync(sql, revived, now);
        if (row.Slot is not null) await SlotReturn.ReturnAsync(sql, (await Outbox.FindAsync(sql, row.Id))!, now);
    }
}
