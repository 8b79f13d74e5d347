namespace Hub.Storage;

/// <summary>
/// Deletes mapping files that were in force and to which nothing refers any more. What refers to them is not found by an index, which each event and command would have to pay for: once in a while all
/// of both are gone through. None can appear behind that look: what is new refers to the files in force, or to those of a command that was there already.
/// </summary>
/// <param name="before">Only files that were put in force earlier.</param>
internal sealed class OldSnapshots(DateTimeOffset before)
{
    private const int LookedAt = 5000;
    private const int DeletedAtOnce = 20;

    private readonly HashSet<string> referred = new(StringComparer.Ordinal);

    /// <summary>Goes through the commands, where there are old files at all.</summary>
    public ValueTask<OldRows> LookAtCommandsAsync(ISql sql, long after) => LookAsync(sql, after, "command");

    /// <summary>Goes through the events.</summary>
    public ValueTask<OldRows> LookAtEventsAsync(ISql sql, long after) => LookAsync(sql, after, "event");

    /// <summary>Whether some are left over; when both looks are done.</summary>
    public async ValueTask<OldRows> FindAsync(ISql sql) => OldRows.Due((await LeftOverAsync(sql)).Count > 0);

    /// <summary>Deletes some of those that are left over.</summary>
    public async ValueTask<int> DeleteAsync(ISql sql) => await Snapshots.DeleteAsync(sql, [.. (await LeftOverAsync(sql)).Take(DeletedAtOnce)]);

    private async ValueTask<List<string>> LeftOverAsync(ISql sql) => (await Snapshots.OldAsync(sql, before)).FindAll(hash => !referred.Contains(hash));

    private async ValueTask<OldRows> LookAsync(ISql sql, long after, string table)
    {
        if ((await LeftOverAsync(sql)).Count == 0) return OldRows.None;
        var looked = await sql.ListAsync(
            $"SELECT seq, snapshot FROM {table} WHERE seq > $1 ORDER BY seq LIMIT $2", row => (Seq: row.GetInt64(0), Snapshot: row.GetStringOrNull(1)), after, LookedAt);
        referred.UnionWith(looked.Select(row => row.Snapshot).OfType<string>());
        return new([], looked.Count == 0 ? after : looked[^1].Seq, looked.Count < LookedAt);
    }
}
