namespace Hub.Storage;

/// <summary>Events that wait for what the hub itself is doing: what they tell cannot be understood before.</summary>
internal static class EventWaits
{
    /// <summary>What blocks the line of an event that names a record which may be the right end of a link that is being made.</summary>
    /// <param name="name">The link's name.</param>
    /// <param name="rightId">The record that the event names.</param>
    public static string OfLink(string name, string rightId) => $"link:{name}/{rightId}";

    /// <summary>What blocks the line of an event that may tell of a write whose answer is not there yet.</summary>
    /// <param name="command">The command that writes.</param>
    public static string OfAnswer(string command) => $"answer:{command}";

    /// <summary>Lets the events that wait for something look again at once.</summary>
    public static async ValueTask EndAsync(ISql sql, string cause, DateTimeOffset now)
    {
        await sql.PostAsync(
            "UPDATE event SET retry_at = $2 WHERE state = 'pending' AND retry_at > $2 AND subject IN (SELECT line.subject FROM line WHERE line.queue = 'event' AND line.blocked_by = $1)", cause, now);
        await sql.PostAsync("UPDATE line SET ready_at = $2, blocked_by = NULL, blocked_since = NULL WHERE queue = 'event' AND blocked_by = $1", cause, now);
    }
}
