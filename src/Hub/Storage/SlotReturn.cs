using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>What happens to a slot whose command has left it and waits again: after an attempt without effect, and after a replay.</summary>
internal static class SlotReturn
{
    /// <summary>Puts a waiting command back into its slot. Where another has taken it meanwhile, the one of the two ends that the slot does not keep.</summary>
    /// <returns>False when that was the command itself.</returns>
    public static async ValueTask<bool> ReturnAsync(ISql sql, CommandRow c, DateTimeOffset now)
    {
        if (c.Slot is not { } key) return true;
        var holder = await Slots.HolderAsync(sql, key);
        if (holder is null || holder.Id == c.Id)
        {
            await Slots.TakeAsync(sql, key, c.Id);
            return true;
        }

        var isKept = c.SlotKeepsOldest == c.Seq < holder.Seq;
        await CommandClosing.CloseAsync(sql, isKept ? holder : c, new(CommandState.Cancelled, c.SlotKeepsOldest ? CancelReason.SlotTaken : CancelReason.SlotReplaced, "cancelled"), now);
        if (isKept) await Slots.TakeAsync(sql, key, c.Id);
        return isKept;
    }
}
