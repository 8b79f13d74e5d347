namespace Hub.Storage;

/// <summary>Deletes webhooks that have ended, with their events. An event from which something is still open keeps its webhook.</summary>
internal static class OldWebhooks
{
    // How far the webhooks of statuses have been gone through: those that stay between them are not looked at again each time.
    private const string Level = "retention";
    private const string SeenStatuses = "statuses_seen";

    /// <summary>Those that bring nothing but statuses of messages.</summary>
    public static readonly Kind Statuses = new("Webhooks of statuses", "bytes.statuses", isStatus => isStatus);

    /// <summary>The others.</summary>
    public static readonly Kind Others = new("Webhooks", "bytes.webhooks", isStatus => !isStatus);

    /// <summary>Both.</summary>
    public static readonly Kind All = new("Webhooks", "", _ => true);

    /// <summary>Where to go on with the webhooks of statuses.</summary>
    public static async ValueTask<long> StatusesSeenAsync(ISql sql) =>
        await sql.ScalarAsync<long>("SELECT value FROM counter WHERE level = $1 AND name = $2", Level, SeenStatuses) ?? 0;

    /// <summary>Notes where to go on with the webhooks of statuses.</summary>
    public static ValueTask<int> KeepStatusesSeenAsync(ISql sql, long seen) => sql.ExecuteAsync(
        "INSERT INTO counter (level, name, value) VALUES ($1, $2, $3) ON CONFLICT (level, name) DO UPDATE SET value = excluded.value", Level, SeenStatuses, seen);

    /// <summary>How many bytes webhooks take with their events.</summary>
    public static async ValueTask<long> SizeAsync(ISql sql, Kind kind) =>
        await sql.ScalarAsync<long>("SELECT value FROM counter WHERE level = $1 AND name = $2", Level, kind.Size) ?? 0;

    /// <summary>Adds what a webhook takes, as <see cref="Webhooks.MarkReadAsync"/> notes it in its row.</summary>
    public static ValueTask AddSizeAsync(ISql sql, bool isStatus, long bytes) => Counters.AddAsync(sql, Level, (isStatus ? Statuses : Others).Size, bytes);

    /// <summary>Old webhooks of a kind that have ended.</summary>
    /// <param name="sql">The store.</param>
    /// <param name="after">Looks behind this one.</param>
    /// <param name="before">They arrived earlier.</param>
    /// <param name="kind">Which.</param>
    public static async ValueTask<OldRows> FindAsync(ISql sql, long after, DateTimeOffset before, Kind kind)
    {
        var looked = await sql.ListAsync(
            "SELECT seq, arrived_at, outcome, is_status FROM webhook WHERE seq > $1 ORDER BY seq LIMIT $2",
            row => new Looked(row.GetInt64(0), row.GetTime(1), row.GetString(2), row.GetFlag(3)),
            after, OldRows.LookedAt);
        return OldRows.Of(looked, after, row => row.Seq, row => row.ArrivedAt >= before, row => HasEnded(row.Outcome) && kind.Has(row.IsStatus));
    }

    /// <summary>Deletes those of the webhooks that have ended and of which nothing is open.</summary>
    public static async ValueTask<int> DeleteAsync(ISql sql, IReadOnlyList<long> webhooks)
    {
        var deleted = 0;
        var sizes = new Dictionary<bool, long>();
        foreach (var seq in webhooks)
        {
            var found = await sql.FirstAsync("SELECT outcome, is_status, size FROM webhook WHERE seq = $1", row => new Weighed(row.GetString(0), row.GetFlag(1), row.GetInt64(2)), seq);
            if (found is null || !HasEnded(found.Outcome)) continue;
            var events = await OldEvents.OfWebhookAsync(sql, seq);
            if (!await OldEvents.DeleteAsync(sql, events)) continue;
            await sql.ExecuteAsync("DELETE FROM webhook WHERE seq = $1", seq);
            await Forgotten.CountAsync(sql, Webhooks.Level, found.Outcome);
            sizes[found.IsStatus] = sizes.GetValueOrDefault(found.IsStatus) + found.Size;
            deleted++;
        }

        foreach (var (isStatus, bytes) in sizes) await AddSizeAsync(sql, isStatus, -bytes);
        return deleted;
    }

    private static bool HasEnded(string outcome) => outcome is "applied" or "noop";

    /// <summary>A kind of webhooks that is kept for a time of its own.</summary>
    /// <param name="What">Its name in a sentence.</param>
    /// <param name="Size">The counter of its bytes.</param>
    /// <param name="Has">Whether webhooks that bring only statuses, or the others, are of it.</param>
    internal sealed record Kind(string What, string Size, Func<bool, bool> Has);

    private sealed record Looked(long Seq, DateTimeOffset ArrivedAt, string Outcome, bool IsStatus);

    private sealed record Weighed(string Outcome, bool IsStatus, long Size);
}
