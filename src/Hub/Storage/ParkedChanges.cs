using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>How a parked entry is run again.</summary>
/// <param name="Resends">Whether a message is sent of which nobody knows whether it was sent.</param>
/// <param name="IgnoresAge">Whether <c>max_age</c> and <c>max_late</c> of the routes do not count.</param>
internal sealed record ReplayWay(bool Resends, bool IgnoresAge)
{
    /// <summary>With every rule of its route, and never what could double.</summary>
    public static ReplayWay AsItWas { get; } = new(false, false);
}

/// <summary>Runs parked entries again, or gives them up. Each answers why it cannot be done, as one sentence; null when it is done.</summary>
internal static class ParkedChanges
{
    /// <summary>Why a command is not replayed, whatever it needs; null where it may be.</summary>
    public static string? Refusal(CommandRow row, ReplayWay way) =>
        row.State != CommandState.Parked ? $"The command is {row.State}; only a parked one can be replayed."
        : row.Reason == ParkReason.Unknown && !way.Resends ? "Nobody knows whether this message was sent; sending it again could double it. To send it all the same, say resend."
        : null;

    /// <summary>Why a parked command cannot be run again now as it was made; null where it can.</summary>
    public static async ValueTask<string?> ObstacleAsync(ISql sql, CommandRow row, ReplayWay way, DateTimeOffset now) => Refusal(row, way) ?? TooOld(row, way, now) ?? await CommandReplay.ObstacleAsync(sql, row);

    /// <summary>The end of the sentence of what stays parked because of its age.</summary>
    public const string ToRunItAllTheSame = "To run it all the same, say ignore age.";

    // The gate would refuse it, and a refused command cannot be run again.
    private static string? TooOld(CommandRow row, ReplayWay way, DateTimeOffset now) =>
        way.IgnoresAge ? null
        : row.IsExpired(now) ? $"Its event is older than max_age of its route lets it be, so it would be refused and stays parked. {ToRunItAllTheSame}"
        : row.IsTooLate(now) ? $"Its time has passed by more than max_late of its route, so it would be refused and stays parked. {ToRunItAllTheSame}"
        : null;

    /// <summary>Runs a parked command again, at the end of its line.</summary>
    public static async ValueTask<string?> ReplayAsync(ISql sql, CommandRow row, ReplayWay way, DateTimeOffset now)
    {
        if (await ObstacleAsync(sql, row, way, now) is { } obstacle) return obstacle;
        if (way.IgnoresAge) await Outbox.ForgetMaxAgeAsync(sql, row.Id);

        // Lateness is counted anew from now.
        await CommandReplay.ReplayAsync(sql, way.IgnoresAge && row.IsTooLate(now) ? row with { WakeAt = now } : row, now);
        return null;
    }

    /// <summary>Gives a parked command up: cancelled(discarded).</summary>
    public static async ValueTask<string?> DiscardAsync(ISql sql, CommandRow row, DateTimeOffset now)
    {
        if (row.State != CommandState.Parked) return $"The command is {row.State}; only a parked one can be discarded.";
        await CommandClosing.CloseAsync(sql, row, new(CommandState.Cancelled, "discarded", "cancelled"), now);
        return null;
    }

    /// <summary>Runs a parked event again, at the end of its line.</summary>
    public static async ValueTask<string?> ReplayAsync(ISql sql, EventRow row, ReplayWay way, DateTimeOffset now) =>
        row.State == "parked" && await Events.ReplayAsync(sql, row, way.IgnoresAge, now) ? null : $"The event is {row.State}; only a parked one can be replayed.";

    /// <summary>Gives a parked event up: noop(discarded).</summary>
    public static async ValueTask<string?> DiscardAsync(ISql sql, EventRow row) =>
        await Events.DiscardAsync(sql, row) ? null : $"The event is {row.State}; only a parked one can be discarded.";

    /// <summary>Reads a webhook again that could not be read.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="seq">The webhook.</param>
    /// <param name="outcome">How it stands.</param>
    public static async ValueTask<string?> ReplayAsync(ISql sql, long seq, string outcome) =>
        await Webhooks.ReplayAsync(sql, seq) ? null : $"The webhook is {outcome}; only one that could not be read can be read again. A parked event is replayed by itself.";

    /// <summary>Gives a webhook up that could not be read: noop.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="seq">The webhook.</param>
    /// <param name="outcome">How it stands.</param>
    public static async ValueTask<string?> DiscardAsync(ISql sql, long seq, string outcome) =>
        await Webhooks.DiscardAsync(sql, seq) ? null : $"The webhook is {outcome}; only one that could not be read can be discarded. A parked event is discarded by itself.";

    /// <summary>Runs any parked entry again.</summary>
    public static async ValueTask<string?> ReplayAsync(ISql sql, ParkedPlace place, ReplayWay way, DateTimeOffset now) => place.Kind switch
    {
        ParkedKind.Command => await Outbox.FindAsync(sql, place.Id) is { } command ? await ReplayAsync(sql, command, way, now) : Gone,
        ParkedKind.Event => await Events.FindAsync(sql, place.Id) is { } e ? await ReplayAsync(sql, e, way, now) : Gone,
        _ => await Webhooks.OutcomeAsync(sql, place.Seq) is { } outcome ? await ReplayAsync(sql, place.Seq, outcome) : Gone,
    };

    /// <summary>Gives any parked entry up.</summary>
    public static async ValueTask<string?> DiscardAsync(ISql sql, ParkedPlace place, DateTimeOffset now) => place.Kind switch
    {
        ParkedKind.Command => await Outbox.FindAsync(sql, place.Id) is { } command ? await DiscardAsync(sql, command, now) : Gone,
        ParkedKind.Event => await Events.FindAsync(sql, place.Id) is { } e ? await DiscardAsync(sql, e) : Gone,
        _ => await Webhooks.OutcomeAsync(sql, place.Seq) is { } outcome ? await DiscardAsync(sql, place.Seq, outcome) : Gone,
    };

    /// <summary>There is no such entry, or not any more.</summary>
    public const string Gone = "There is no parked entry of this id.";
}
