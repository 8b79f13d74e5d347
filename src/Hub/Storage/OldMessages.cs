namespace Hub.Storage;

/// <summary>Deletes old messages of threads with their statuses, and words of consent that later ones have replaced.</summary>
internal static class OldMessages
{
    /// <summary>Old messages.</summary>
    public static async ValueTask<OldRows> FindAsync(ISql sql, long after, DateTimeOffset before)
    {
        var looked = await sql.ListAsync("SELECT seq, at FROM message WHERE seq > $1 ORDER BY seq LIMIT $2", row => (Seq: row.GetInt64(0), At: row.GetTime(1)), after, OldRows.LookedAt);

        // They stand in the order in which they were stored; at is the vendor's time, which comes as it comes.
        return OldRows.Of(looked, after, row => row.Seq, row => row.At >= before, _ => true);
    }

    /// <summary>Deletes messages.</summary>
    public static async ValueTask<int> DeleteAsync(ISql sql, IReadOnlyList<long> messages)
    {
        var each = OldRows.Each(messages, seq => seq);
        await Media.ForgetAsync(sql, each);
        await sql.ExecuteEachAsync("DELETE FROM message_status WHERE vendor_id = (SELECT vendor_id FROM message WHERE seq = $1)", each);
        await sql.ExecuteEachAsync("DELETE FROM message WHERE seq = $1", each);
        return messages.Count;
    }

    /// <summary>Old words of consent that the same customer has said again, or otherwise, later.</summary>
    public static async ValueTask<OldRows> FindConsentsAsync(ISql sql, long after, DateTimeOffset before)
    {
        var looked = await sql.ListAsync(
            """
            SELECT seq, at, CASE WHEN EXISTS (SELECT 1 FROM consent AS later
              WHERE later.customer = consent.customer AND later.category = consent.category AND (later.at > consent.at OR (later.at = consent.at AND later.seq > consent.seq))) THEN 1 ELSE 0 END
            FROM consent WHERE seq > $1 ORDER BY seq LIMIT $2
            """,
            row => (Seq: row.GetInt64(0), At: row.GetTime(1), IsReplaced: row.GetFlag(2)),
            after, OldRows.LookedAt);
        return OldRows.Of(looked, after, row => row.Seq, _ => false, row => row.IsReplaced && row.At < before);
    }

    /// <summary>Deletes words of consent.</summary>
    public static async ValueTask<int> DeleteConsentsAsync(ISql sql, IReadOnlyList<long> consents)
    {
        await sql.ExecuteEachAsync("DELETE FROM consent WHERE seq = $1", OldRows.Each(consents, seq => seq));
        return consents.Count;
    }
}
