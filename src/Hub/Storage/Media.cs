using System.Data.Common;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>A file that came with a message, as it is stored.</summary>
/// <param name="Id">The hub's id: 32 lower-case hex digits, under which its bytes lie.</param>
/// <param name="Connection">The connection of the message.</param>
/// <param name="Thread">The thread of the message.</param>
/// <param name="Message">The vendor's id of the message.</param>
/// <param name="File">What the message says of it.</param>
/// <param name="SentAt">When the message was sent.</param>
/// <param name="State">One of the constants of <see cref="Media"/>.</param>
/// <param name="Reason">Why it is not stored (yet), in one sentence without personal data.</param>
/// <param name="Attempts">How often fetching it has failed.</param>
/// <param name="DueAt">When it is tried next; null where nothing is left to do.</param>
internal sealed record MediaRow(
    string Id, string Connection, string Thread, string Message, MediaFile File, DateTimeOffset SentAt, string State, string? Reason, int Attempts, DateTimeOffset? DueAt)
{
    /// <summary>How many bytes are stored.</summary>
    public long? Size { get; init; }

    /// <summary>The SHA-256 of what is stored, lower-case hex.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>The rows of files that came with messages.</summary>
internal static class Media
{
    /// <summary>It is to be fetched.</summary>
    public const string Pending = "pending";

    /// <summary>Its bytes are there, whole and checked.</summary>
    public const string Stored = "stored";

    /// <summary>The hub does not take it: too large, or not what was announced.</summary>
    public const string Refused = "refused";

    /// <summary>The vendor does not give it.</summary>
    public const string Gone = "gone";

    /// <summary>Its message has been deleted: its bytes go next.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>The level of the counters: how many there are now, by state.</summary>
    public const string Level = "media";

    private const string Columns = "id, connection, thread, message, vendor_id, kind, mime, told_sha256, file_name, caption, sent_at, state, reason, attempts, due_at, size, sha256";

    /// <summary>Keeps that a file came with a message; told again, it changes nothing.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="connection">The connection of the message.</param>
    /// <param name="thread">The row of the thread under which the message is kept.</param>
    /// <param name="message">The message.</param>
    /// <param name="file">The file.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask AddAsync(ISql sql, string connection, string thread, ConversationFact.MessageReceived message, MediaFile file, DateTimeOffset now)
    {
        var added = await sql.ExecuteAsync(
            """
            INSERT INTO media (id, connection, thread, message, vendor_id, kind, mime, told_sha256, file_name, caption, sent_at, state, due_at, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending', $12, $12) ON CONFLICT (id) DO NOTHING
            """,
            Keys.Id("media", connection, message.MessageId), connection, thread, message.MessageId, file.Id, file.Kind, file.MimeType, file.Sha256, file.FileName, file.Caption, message.SentAt, now);
        if (added > 0) await Counters.AddAsync(sql, Level, Pending, 1);
    }

    /// <summary>A file by the hub's id; null where there is none.</summary>
    public static ValueTask<MediaRow?> FindAsync(ISql sql, string id) => sql.FirstAsync($"SELECT {Columns} FROM media WHERE id = $1", Map, id);

    /// <summary>The files of a message.</summary>
    public static ValueTask<List<MediaRow>> OfMessageAsync(ISql sql, string message) => sql.ListAsync($"SELECT {Columns} FROM media WHERE message = $1 ORDER BY id", Map, message);

    /// <summary>What is due, the longest first.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="now">Business time.</param>
    /// <param name="most">How many.</param>
    public static ValueTask<List<MediaRow>> DueAsync(ISql sql, DateTimeOffset now, int most) =>
        sql.ListAsync($"SELECT {Columns} FROM media WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2", Map, now, most);

    /// <summary>The bytes are there: the hub reports it where a route listens.</summary>
    /// <returns>Whether it was pending; a file that was forgotten meanwhile stays so.</returns>
    public static async ValueTask<bool> StoreAsync(ISql sql, MediaRow row, string type, StoredMedia stored, DateTimeOffset now)
    {
        var changed = await sql.ExecuteAsync(
            "UPDATE media SET state = 'stored', reason = NULL, due_at = NULL, mime = $2, sha256 = $3, size = $4, ended_at = $5 WHERE id = $1 AND state = 'pending'",
            row.Id, stored.MimeType, stored.Sha256, stored.Size, now);
        if (changed == 0) return false;
        await MoveAsync(sql, Pending, Stored);
        if (await People.FindThreadAsync(sql, row.Thread) is { } thread) await HubReports.MediaStoredAsync(sql, new(row.Connection, type, "media/" + row.Id, thread.Customer, thread.Id), stored, now);
        return true;
    }

    /// <summary>It will not be stored.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="id">The file.</param>
    /// <param name="state"><see cref="Refused"/> or <see cref="Gone"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask<bool> EndAsync(ISql sql, string id, string state, string reason, DateTimeOffset now)
    {
        var changed = await sql.ExecuteAsync("UPDATE media SET state = $2, reason = $3, due_at = NULL, ended_at = $4 WHERE id = $1 AND state = 'pending'", id, state, reason, now);
        if (changed > 0) await MoveAsync(sql, Pending, state);
        return changed > 0;
    }

    /// <summary>It is tried again later.</summary>
    public static ValueTask<int> PutOffAsync(ISql sql, string id, int attempts, DateTimeOffset dueAt, string reason) => sql.ExecuteAsync(
        "UPDATE media SET attempts = $2, due_at = $3, reason = $4 WHERE id = $1 AND state IN ('pending', 'forgotten')", id, attempts, dueAt, reason);

    /// <summary>Messages are deleted: the bytes of their files go as soon as somebody who has the folder finds them.</summary>
    public static async ValueTask ForgetAsync(ISql sql, IReadOnlyList<object?[]> messages)
    {
        foreach (var states in await sql.ListEachAsync("SELECT state FROM media WHERE message = (SELECT vendor_id FROM message WHERE seq = $1) AND state <> 'forgotten'", row => row.GetString(0), messages))
        {
            foreach (var state in states) await Counters.AddAsync(sql, Level, state, -1);
        }

        await sql.ExecuteEachAsync(
            "UPDATE media SET state = 'forgotten', due_at = 0, reason = NULL, caption = NULL, file_name = NULL WHERE message = (SELECT vendor_id FROM message WHERE seq = $1)", messages);
    }

    /// <summary>The bytes of a forgotten file are gone: so is all that was known of it.</summary>
    public static ValueTask<int> DeleteAsync(ISql sql, string id) => sql.ExecuteAsync("DELETE FROM media WHERE id = $1 AND state = 'forgotten'", id);

    private static async ValueTask MoveAsync(ISql sql, string from, string to)
    {
        await Counters.AddAsync(sql, Level, from, -1);
        await Counters.AddAsync(sql, Level, to, 1);
    }

    private static MediaRow Map(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3),
        new(row.GetStringOrNull(4), row.GetString(5)) { MimeType = row.GetStringOrNull(6), Sha256 = row.GetStringOrNull(7), FileName = row.GetStringOrNull(8), Caption = row.GetStringOrNull(9) },
        row.GetTime(10), row.GetString(11), row.GetStringOrNull(12), row.GetInt32(13), row.GetTimeOrNull(14))
    {
        Size = row.GetInt64OrNull(15), Sha256 = row.GetStringOrNull(16),
    };
}
