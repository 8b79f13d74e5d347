using Hub.Connectors;

namespace Hub.Storage;

/// <summary>A sent message as the statuses find it.</summary>
internal sealed record SentMessage(long Seq, string Thread, string? Command, MessageStatus Status);

/// <summary>The rows of messages and their statuses: sent &lt; delivered &lt; read &lt; played; failed wins over sent only.</summary>
internal static class Messages
{
    public static ValueTask<int> InsertInboundAsync(ISql sql, string thread, ConversationFact.MessageReceived m) => sql.ExecuteAsync(
        """
        INSERT INTO message (thread, vendor_id, direction, kind, text, at) VALUES ($1, $2, 'in', $3, $4, $5)
        ON CONFLICT (vendor_id) WHERE vendor_id IS NOT NULL DO NOTHING
        """,
        thread, m.MessageId, m.Kind, m.Summary, m.SentAt);

    /// <summary>A message that the business sent by other means: no command made it.</summary>
    public static async ValueTask InsertEchoAsync(ISql sql, string thread, ConversationFact.MessageEchoed m)
    {
        await sql.PostAsync(
            """
            INSERT INTO message (thread, vendor_id, direction, kind, text, at, status, status_at) VALUES ($1, $2, 'out', $3, $4, $5, 'sent', $5)
            ON CONFLICT (vendor_id) WHERE vendor_id IS NOT NULL DO NOTHING
            """,
            thread, m.MessageId, m.Kind, m.Summary, m.SentAt);
        await ShowAsync(sql, m.MessageId);
    }

    /// <summary>When the customer had last written at an earlier moment; null for never.</summary>
    public static async ValueTask<DateTimeOffset?> LastInboundAsOfAsync(ISql sql, string thread, DateTimeOffset at) =>
        await sql.ScalarAsync<long>($"SELECT MAX(at) FROM message WHERE thread IN {Same.Threads("$1")} AND direction = 'in' AND at <= $2", thread, at) is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null;

    /// <summary>A message that the vendor accepted; statuses that came before it are taken over.</summary>
    public static async ValueTask InsertOutboundAsync(ISql sql, string thread, string vendorId, string command, string kind, string text, DateTimeOffset at)
    {
        await sql.PostAsync(
            """
            INSERT INTO message (thread, vendor_id, command, direction, kind, text, at, status, status_at) VALUES ($1, $2, $3, 'out', $4, $5, $6, 'accepted', $6)
            ON CONFLICT (vendor_id) WHERE vendor_id IS NOT NULL DO NOTHING
            """,
            thread, vendorId, command, kind, text, at);
        await sql.PostAsync("UPDATE message_status SET command = $2 WHERE vendor_id = $1", vendorId, command);
        await ShowAsync(sql, vendorId);
    }

    public static ValueTask<SentMessage?> FindSentAsync(ISql sql, string vendorId) => sql.FirstAsync(
        "SELECT seq, thread, command, status FROM message WHERE vendor_id = $1 AND direction = 'out'",
        row => new SentMessage(row.GetInt64(0), row.GetString(1), row.GetStringOrNull(2), Enum.Parse<MessageStatus>(row.GetString(3), ignoreCase: true)),
        vendorId);

    /// <summary>Keeps a status, also one whose message is not known yet, and shows it where it is the highest.</summary>
    /// <returns>False when it was there already.</returns>
    public static async ValueTask<bool> KeepStatusAsync(ISql sql, ConversationFact.StatusReported s, string? command, string eventId)
    {
        var added = await sql.ExecuteAsync(
            """
            INSERT INTO message_status (vendor_id, status, at, event, code, error, command) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (vendor_id, status) DO NOTHING
            """,
            s.MessageId, Text(s.Status), s.At, eventId, s.Failure?.Code, s.Failure?.Text, command);
        if (added > 0) await ShowAsync(sql, s.MessageId);
        return added > 0;
    }

    /// <summary>When the last message that the hub sent in a thread was accepted by the vendor; null where it has had a status since.</summary>
    public static async ValueTask<DateTimeOffset?> AwaitsStatusSinceAsync(ISql sql, string thread) =>
        await sql.ScalarAsync<long>("SELECT CASE WHEN status = 'accepted' THEN at END FROM message WHERE thread = $1 AND direction = 'out' AND command IS NOT NULL ORDER BY seq DESC LIMIT 1", thread) is { } at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    /// <summary>The event that reported that a message failed.</summary>
    public static ValueTask<string?> FailedByAsync(ISql sql, string vendorId) =>
        sql.FirstAsync("SELECT event FROM message_status WHERE vendor_id = $1 AND status = 'failed'", row => row.GetString(0), vendorId);

    /// <summary>The id of a message of which only a status tells which command it was.</summary>
    public static ValueTask<string?> VendorIdOfAsync(ISql sql, string command) =>
        sql.FirstAsync("SELECT vendor_id FROM message_status WHERE command = $1 LIMIT 1", row => row.GetString(0), command);

    private static ValueTask ShowAsync(ISql sql, string vendorId) => sql.PostAsync(
        """
        UPDATE message SET (status, status_at, failure) = (
          SELECT status, at, error FROM message_status WHERE vendor_id = $1
          ORDER BY CASE status WHEN 'played' THEN 5 WHEN 'read' THEN 4 WHEN 'delivered' THEN 3 WHEN 'failed' THEN 2 ELSE 1 END DESC LIMIT 1)
        WHERE vendor_id = $1 AND direction = 'out' AND EXISTS (SELECT 1 FROM message_status WHERE vendor_id = $1)
        """,
        vendorId);

    private static string Text(MessageStatus status) => status switch
    {
        MessageStatus.Accepted => "accepted",
        MessageStatus.Sent => "sent",
        MessageStatus.Delivered => "delivered",
        MessageStatus.Read => "read",
        MessageStatus.Played => "played",
        _ => "failed",
    };
}
