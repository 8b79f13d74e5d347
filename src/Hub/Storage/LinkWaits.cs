namespace Hub.Storage;

/// <summary>Events that wait because the record that they name may be the right end of a link that is being made.</summary>
internal static class LinkWaits
{
    /// <summary>What blocks the line of such an event.</summary>
    /// <param name="name">The link's name.</param>
    /// <param name="rightId">The record that the event names.</param>
    public static string CauseOf(string name, string rightId) => $"link:{name}/{rightId}";

    /// <summary>Lets the events that name a record look again at once: a link to it is live now.</summary>
    public static async ValueTask EndAsync(ISql sql, string name, string rightId, DateTimeOffset now)
    {
        var cause = CauseOf(name, rightId);
        await sql.PostAsync(
            "UPDATE event SET retry_at = $2 WHERE state = 'pending' AND retry_at > $2 AND subject IN (SELECT line.subject FROM line WHERE line.queue = 'event' AND line.blocked_by = $1)", cause, now);
        await sql.PostAsync("UPDATE line SET ready_at = $2, blocked_by = NULL, blocked_since = NULL WHERE queue = 'event' AND blocked_by = $1", cause, now);
    }
}
