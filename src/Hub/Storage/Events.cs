using System.Data.Common;
using System.Globalization;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>An event to store.</summary>
internal sealed record NewEvent
{
    public required string Id { get; init; }
    public required long? Webhook { get; init; }
    public required string Source { get; init; }
    public required string Connection { get; init; }
    public required string Type { get; init; }
    public string? Account { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }
    public required EventCompleteness Completeness { get; init; }
    public RecordVersion? Version { get; init; }
    public required string Envelope { get; init; }
    public required string Data { get; init; }
    public string? Followed { get; init; }
    public string? FollowedOutcome { get; init; }

    /// <summary>For events of the hub itself: the customer that it is about.</summary>
    public string? Customer { get; init; }

    /// <summary>For events of the hub itself: the thread that it is about.</summary>
    public string? Thread { get; init; }

    /// <summary>For events of the hub itself: the ids of the routes that led to it, one a line.</summary>
    public string Causes { get; init; } = "";

    /// <summary>Null for a pending event; else why it changes nothing (<c>duplicate</c>, <c>foreign</c>).</summary>
    public string? NoopReason { get; init; }

    /// <summary>Whether it has been applied in the transaction that stores it.</summary>
    public bool IsApplied { get; init; }

    /// <summary>Of an event that is not pending, the files whose routes looked at it; null where none did.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What those routes saw.</summary>
    public string? Seen { get; init; }

    /// <summary>Its state.</summary>
    public string State => NoopReason is not null ? "noop" : IsApplied ? "applied" : "pending";
}

/// <summary>A stored event.</summary>
internal sealed record EventRow(
    long Seq, string Id, long? Webhook, string Source, string Connection, string Type, string? Account, string Subject,
    DateTimeOffset OccurredAt, DateTimeOffset ArrivedAt, EventCompleteness Completeness, RecordVersion? Version,
    string Envelope, string Data, string? Followed, string? FollowedOutcome, string State, string? Reason, int Begun, bool IsSuspect, int Attempts, DateTimeOffset RetryAt)
{
    /// <summary>Whether it is in the store; one that is read just now has no number yet.</summary>
    public bool IsStored => Seq > 0;

    /// <summary>The customer that an event of the hub itself is about.</summary>
    public string? Customer { get; init; }

    /// <summary>The thread that an event of the hub itself is about.</summary>
    public string? Thread { get; init; }

    /// <summary>The routes that led to an event of the hub itself; none of them runs on it.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>Whether what its routes make goes however old it is: whoever replayed it has said so.</summary>
    public bool IgnoresAge { get; init; }
}

/// <summary>What a route made of an event.</summary>
/// <param name="Route">The route's id.</param>
/// <param name="Outcome"><c>matched</c>, <c>not_matched</c> or <c>failed</c>.</param>
internal sealed record RouteRun(string Route, string Outcome);

/// <summary>The rows of events and their keys.</summary>
internal static class Events
{
    /// <summary>The source of events that no webhook brought and a comparison with the vendor found.</summary>
    public const string Reconciliation = "reconciliation";

    /// <summary>The level of its counters.</summary>
    public const string Level = "events";

    private const string InsertKey =
        "INSERT INTO event_key (key, is_polled, at) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM event WHERE id = $4) ON CONFLICT (key) DO NOTHING";

    private const int KnownAtOnce = 32;

    private static readonly string Known = $"SELECT id, NULL FROM event WHERE id IN ({Places(1)}) UNION ALL SELECT NULL, key FROM event_key WHERE key IN ({Places(1 + KnownAtOnce)})";

    private const string Columns =
        "seq, id, webhook, source, connection, type, account, subject, occurred_at, arrived_at, completeness, record, stamp, envelope, data, followed, followed_outcome, state, reason, begun, is_suspect, attempts, retry_at, customer, thread, causes, ignores_age";

    /// <summary>Stores the key of a delivery or a fact.</summary>
    /// <returns>False when it is there already, or has been forgotten and its event, whose id it is, is still there.</returns>
    public static async ValueTask<bool> KeepKeyAsync(ISql sql, byte[] key, bool polled, DateTimeOffset now) => await sql.ExecuteAsync(InsertKey, KeyRow(key, polled, now)) > 0;

    /// <summary>Which events are there already, of those that webhooks brought: their ids are their delivery keys. Of one that has been deleted the key is there.</summary>
    public static async ValueTask<HashSet<string>> KnownAsync(ISql sql, IReadOnlyCollection<string> ids)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(KnownAtOnce))
        {
            // The same statement for any number: the last is named again.
            string[] all = [.. some, .. Enumerable.Repeat(some[^1], KnownAtOnce - some.Length)];
            known.UnionWith(await sql.ListAsync(Known, row => row.GetStringOrNull(0) ?? Convert.ToHexStringLower(row.GetBytes(1)), [.. all, .. all.Select(Convert.FromHexString)]));
        }

        return known;
    }

    /// <summary>Keeps the delivery keys of events that are going to be deleted: until then an event itself is its key.</summary>
    public static async ValueTask OutliveAsync(ISql sql, IReadOnlyList<EndedEvent> events)
    {
        var brought = events.Where(one => one is { Webhook: not null, Reason: not "duplicate" }).Select(one => (Key: Keys.Of(one.Id), one.ArrivedAt)).Where(one => one.Key is not null);
        await sql.ExecuteEachAsync("INSERT INTO event_key (key, is_polled, at) VALUES ($1, 0, $2) ON CONFLICT (key) DO NOTHING", [.. brought.Select(one => new object?[] { one.Key, one.ArrivedAt })]);
    }

    /// <summary>Stores the keys of facts, one after the other: the second of two alike is there already.</summary>
    /// <returns>Of each what <see cref="KeepKeyAsync"/> returns.</returns>
    public static async ValueTask<List<bool>> KeepKeysAsync(ISql sql, List<byte[]> keys, DateTimeOffset now) =>
        (await sql.ExecuteEachAsync(InsertKey, keys.ConvertAll(key => KeyRow(key, polled: false, now)))).ConvertAll(changed => changed > 0);

    /// <summary>Whether a poll, not a webhook, has brought this fact already.</summary>
    public static async ValueTask<bool> WasPolledAsync(ISql sql, byte[] key) =>
        await sql.ScalarAsync<bool>("SELECT is_polled FROM event_key WHERE key = $1", key) ?? false;

    public static async ValueTask InsertAsync(ISql sql, NewEvent e)
    {
        await sql.PostAsync(
            """
            INSERT INTO event (id, webhook, source, connection, type, account, subject, occurred_at, arrived_at, completeness, record, stamp, envelope, data,
              followed, followed_outcome, state, reason, customer, thread, causes, snapshot, seen, place)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 2 * (SELECT COALESCE(MAX(seq), 0) + 1 FROM event))
            """,
            e.Id, e.Webhook, e.Source, e.Connection, e.Type, e.Account, e.Subject, e.OccurredAt, e.ArrivedAt, Text(e.Completeness),
            e.Version?.Record, e.Version?.Stamp, e.Envelope, e.Data, e.Followed, e.FollowedOutcome,
            e.State, e.NoopReason,
            e.Customer, e.Thread, e.Causes, e.Snapshot, e.Seen);
        if (e.Snapshot is not null) await Snapshots.KeepAsync(sql, e.Snapshot);
        await Counters.EnterAsync(sql, Level, "received", e.State);
        if (e.NoopReason is not null) await Counters.AddAsync(sql, Level + ".reasons", e.NoopReason);
    }

    /// <summary>The first entry of a line; null when it is drained.</summary>
    public static ValueTask<EventRow?> HeadAsync(ISql sql, string subject) => sql.FirstAsync(
        $"SELECT {Columns} FROM event WHERE subject = $1 AND state = 'pending' ORDER BY place, seq LIMIT 1", Map, subject);

    // One fetch answers so many hints; the next answers the others.
    private const int HintsAtOnce = 500;

    /// <summary>The first hints that wait in a line, in order: at most 500.</summary>
    public static ValueTask<List<EventRow>> HintsAsync(ISql sql, string subject) => sql.ListAsync(
        $"SELECT {Columns} FROM event WHERE subject = $1 AND state = 'pending' AND completeness = 'hint' ORDER BY place, seq LIMIT $2", Map, subject, HintsAtOnce);

    public static ValueTask<EventRow?> FindAsync(ISql sql, string id) => sql.FirstAsync($"SELECT {Columns} FROM event WHERE id = $1", Map, id);

    /// <summary>The vendors' events from a place in the order of arrival on, in that order.</summary>
    public static ValueTask<List<EventRow>> FromAsync(ISql sql, long seq, int limit) => sql.ListAsync(
        $"SELECT {Columns} FROM event WHERE seq >= $1 AND followed IS NULL ORDER BY seq LIMIT $2", Map, seq, limit);

    /// <summary>Notes that it is being processed, so that a crash finds who was under way.</summary>
    public static ValueTask BeginAsync(ISql sql, long seq) => sql.PostAsync("UPDATE event SET in_flight = 1 WHERE seq = $1", seq);

    /// <summary>Processing it failed by itself; it is tried again.</summary>
    public static ValueTask<int> CountFailureAsync(ISql sql, long seq, string error) => sql.ExecuteAsync(
        "UPDATE event SET begun = begun + 1, in_flight = 0, error = $2 WHERE seq = $1 AND state = 'pending'", seq, error);

    public static ValueTask StoreCompletedAsync(ISql sql, long seq, string envelope, string data) =>
        sql.PostAsync("UPDATE event SET envelope = $2, data = $3, completeness = 'complete' WHERE seq = $1", seq, envelope, data);

    /// <summary>The vendor was asked, the fetch failed, and is tried again later.</summary>
    public static ValueTask<int> PutOffAsync(ISql sql, EventRow e, int attempts, DateTimeOffset retryAt, string error) => sql.ExecuteAsync(
        "UPDATE event SET attempts = $2, retry_at = $3, error = $4, begun = 0, in_flight = 0, is_suspect = 0 WHERE seq = $1", e.Seq, attempts, retryAt, error);

    /// <summary>It has not been processed: it waits for something of the hub's own. Whether it is to blame for a crash is as open as before.</summary>
    public static ValueTask<int> WaitAsync(ISql sql, EventRow e, DateTimeOffset retryAt, string error) => sql.ExecuteAsync(
        "UPDATE event SET retry_at = $2, error = $3, in_flight = 0 WHERE seq = $1", e.Seq, retryAt, error);

    /// <summary>Ends it as applied, noop or parked, and its line when that was the last of it; nothing where it is not pending any more.</summary>
    public static ValueTask CloseAsync(ISql sql, EventRow e, string state, string? reason, string? error, DateTimeOffset now) => sql.PostThenAsync(
        "UPDATE event SET state = $2, reason = $3, error = $4, parked_at = $5, begun = 0, in_flight = 0, is_suspect = 0 WHERE seq = $1 AND state = 'pending'",
        async changed =>
        {
            if (changed == 0) return;
            await Counters.MoveAsync(sql, Level, ("pending", null), (state, reason));
            if (e.Webhook is { } webhook) await Webhooks.EventMovedAsync(sql, webhook, "pending", state);
            await Lines.AdvanceEventsAsync(sql, e.Subject);
        },
        e.Seq, state, reason, error, state == "parked" ? now : null);

    /// <summary>Puts a parked event at the end of its line.</summary>
    public static async ValueTask<bool> ReplayAsync(ISql sql, EventRow e, bool ignoresAge, DateTimeOffset now)
    {
        await Lines.OpenAsync(sql, Lines.Events, e.Subject, Lane.Interactive, now);
        var changed = await sql.ExecuteAsync(
            """
            UPDATE event SET state = 'pending', reason = NULL, error = NULL, parked_at = NULL, begun = 0, attempts = 0, retry_at = 0,
              ignores_age = $2, place = 2 * (SELECT MAX(seq) FROM event) + 1
            WHERE seq = $1 AND state = 'parked'
            """,
            e.Seq, ignoresAge);
        if (changed == 0) return false;
        await Counters.MoveAsync(sql, Level, ("parked", e.Reason), ("pending", null));
        if (e.Webhook is { } webhook) await Webhooks.EventMovedAsync(sql, webhook, "parked", "pending");
        return true;
    }

    /// <summary>Gives up a parked event: noop(discarded).</summary>
    public static async ValueTask<bool> DiscardAsync(ISql sql, EventRow e)
    {
        if (await sql.ExecuteAsync("UPDATE event SET state = 'noop', reason = 'discarded' WHERE seq = $1 AND state = 'parked'", e.Seq) == 0) return false;
        await Counters.MoveAsync(sql, Level, ("parked", e.Reason), ("noop", "discarded"));
        if (e.Webhook is { } webhook) await Webhooks.EventMovedAsync(sql, webhook, "parked", "noop");
        return true;
    }

    /// <summary>Whether the stored version of the record is newer; keeps the newer of the two.</summary>
    public static async ValueTask<bool> IsStaleAsync(ISql sql, string connection, RecordVersion version) => await sql.ExecuteAsync(
        """
        INSERT INTO record_version (connection, record, stamp) VALUES ($1, $2, $3)
        ON CONFLICT (connection, record) DO UPDATE SET stamp = excluded.stamp WHERE record_version.stamp <= excluded.stamp
        """,
        connection, version.Record, version.Stamp) == 0;

    /// <summary>The version of a record that was applied last; null where none was.</summary>
    public static ValueTask<long?> StampAsync(ISql sql, string connection, string record) =>
        sql.ScalarAsync<long>("SELECT stamp FROM record_version WHERE connection = $1 AND record = $2", connection, record);

    /// <summary>Keeps the files whose routes looked at an event, and what they saw.</summary>
    public static async ValueTask KeepSeenAsync(ISql sql, long seq, string snapshot, string? seen)
    {
        await sql.PostAsync("UPDATE event SET snapshot = $2, seen = $3 WHERE seq = $1", seq, snapshot, seen);
        await Snapshots.KeepAsync(sql, snapshot);
    }

    /// <summary>The files whose routes looked at an event, by their hash, and what they saw; null before it is processed.</summary>
    public static async ValueTask<(string? Snapshot, string? Seen)> SeenAsync(ISql sql, long seq) =>
        (await sql.ListAsync("SELECT snapshot, seen FROM event WHERE seq = $1", row => (row.GetStringOrNull(0), row.GetStringOrNull(1)), seq)) is [var only, ..] ? only : (null, null);

    /// <summary>What the routes made of an event when it was applied before; empty at the first time.</summary>
    public static ValueTask<List<RouteRun>> RoutesAsync(ISql sql, long seq) =>
        sql.ListAsync("SELECT route, outcome FROM event_route WHERE seq = $1", row => new RouteRun(row.GetString(0), row.GetString(1)), seq);

    /// <summary>Keeps what a route made of a stored event.</summary>
    public static ValueTask KeepRouteAsync(ISql sql, string eventId, string file, string route, string outcome, string? failure) => sql.PostAsync(
        """
        INSERT INTO event_route (seq, file, route, outcome, failure) SELECT seq, $2, $3, $4, $5 FROM event WHERE id = $1
        ON CONFLICT (seq, file, route) DO UPDATE SET outcome = excluded.outcome, failure = excluded.failure
        """,
        eventId, file, route, outcome, failure);

    public static ValueTask KeepTermAsync(ISql sql, string term, string kind, string reference, DateTimeOffset at) => sql.PostAsync(
        "INSERT INTO term (term, kind, ref, at) VALUES ($1, $2, $3, $4) ON CONFLICT (term, kind, ref) DO UPDATE SET at = excluded.at", term, kind, reference, at);

    private static string Places(int first) => string.Join(", ", Enumerable.Range(first, KnownAtOnce).Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}")));

    private static object?[] KeyRow(byte[] key, bool polled, DateTimeOffset now) => [key, polled, now, Convert.ToHexStringLower(key)];

    private static EventRow Map(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64OrNull(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetStringOrNull(6), row.GetString(7),
        row.GetTime(8), row.GetTime(9), Completeness(row.GetString(10)),
        row.GetStringOrNull(11) is { } record ? new RecordVersion(record, row.GetInt64(12)) : null,
        row.GetString(13), row.GetString(14), row.GetStringOrNull(15), row.GetStringOrNull(16), row.GetString(17), row.GetStringOrNull(18),
        row.GetInt32(19), row.GetFlag(20), row.GetInt32(21), row.GetTime(22))
    {
        Customer = row.GetStringOrNull(23),
        Thread = row.GetStringOrNull(24),
        Causes = row.GetString(25) is { Length: > 0 } causes ? causes.Split('\n') : [],
        IgnoresAge = row.GetFlag(26),
    };

    private static string Text(EventCompleteness completeness) => completeness switch
    {
        EventCompleteness.Complete => "complete",
        EventCompleteness.LacksFields => "lacks_fields",
        _ => "hint",
    };

    private static EventCompleteness Completeness(string text) => text switch
    {
        "complete" => EventCompleteness.Complete,
        "lacks_fields" => EventCompleteness.LacksFields,
        _ => EventCompleteness.Hint,
    };
}
