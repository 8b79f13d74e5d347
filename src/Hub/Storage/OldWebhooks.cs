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
        var found = await sql.ListEachAsync(
            "SELECT seq, outcome, is_status, size FROM webhook WHERE seq = $1",
            row => new Weighed(row.GetInt64(0), row.GetString(1), row.GetFlag(2), row.GetInt64(3)),
            OldRows.Each(webhooks, seq => seq));
        var ended = found.SelectMany(rows => rows).Where(row => HasEnded(row.Outcome)).ToList();
        var events = await OldEvents.OfWebhooksAsync(sql, ended.ConvertAll(webhook => webhook.Seq));
        var kept = await OldEvents.NeededAsync(sql, [.. events.SelectMany(of => of)]);
        var going = ended.Zip(events).Where(pair => !pair.Second.Exists(kept.Contains)).ToList();
        await OldEvents.DeleteAsync(sql, [.. going.SelectMany(pair => pair.Second)]);
        await sql.ExecuteEachAsync("DELETE FROM webhook WHERE seq = $1", OldRows.Each(going, pair => pair.First.Seq));
        foreach (var (webhook, _) in going)
        {
            await Forgotten.CountAsync(sql, Webhooks.Level, webhook.Outcome);
            await AddSizeAsync(sql, webhook.IsStatus, -webhook.Size);
        }

        return going.Count;
    }

    private static bool HasEnded(string outcome) => outcome is "applied" or "noop";

    /// <summary>A kind of webhooks that is kept for a time of its own.</summary>
    /// <param name="What">Its name in a sentence.</param>
    /// <param name="Size">The counter of its bytes.</param>
    /// <param name="Has">Whether webhooks that bring only statuses, or the others, are of it.</param>
    internal sealed record Kind(string What, string Size, Func<bool, bool> Has);

    private sealed record Looked(long Seq, DateTimeOffset ArrivedAt, string Outcome, bool IsStatus);

    private sealed record Weighed(long Seq, string Outcome, bool IsStatus, long Size);
}
