using System.Text.Json;
using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>Two customers who were found to be one person.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kept">The customer who stayed.</param>
/// <param name="Merged">The customer who is read as part of them since.</param>
/// <param name="Event">The event or command that proved it; <c>merge/7</c> where somebody had merge 7, which was undone, made again.</param>
/// <param name="At">When.</param>
/// <param name="UndoUntil">Until when it can be undone.</param>
/// <param name="UndoneAt">When it was undone; null when it was not.</param>
internal sealed record MergeEntry(long Id, string Kept, string Merged, string Event, DateTimeOffset At, DateTimeOffset UndoUntil, DateTimeOffset? UndoneAt);

/// <summary>The rows of merges. A merge points one customer at the other and moves nothing; see <see cref="Same"/>.</summary>
internal static class Merges
{
    private const string Columns = "id, kept, merged, event, at, undo_until, undone_at";
    private static readonly TimeSpan Reversible = TimeSpan.FromDays(30);

    /// <summary>Two customers are one person: the older survives, any opt-out wins, and of two threads on one number the older survives.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="from">The younger customer.</param>
    /// <param name="to">The older one, who stays.</param>
    /// <param name="evidence">The event or command that proves it.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask MergeAsync(ISql sql, string from, string to, string evidence, DateTimeOffset now)
    {
        var optedOut = (await Consents.OptedOutAsync(sql, from)).Union(await Consents.OptedOutAsync(sql, to)).Order(StringComparer.Ordinal).ToList();
        var threads = await ThreadsAsync(sql, [from, to]);
        var moved = await Same.CustomersAsync(sql, from);
        await sql.ExecuteAsync("UPDATE customer SET merged_into = $2 WHERE id = $1 OR merged_into = $1", from, to);
        await sql.ExecuteAsync("UPDATE customer SET version = version + 1 WHERE id = $1", to);
        var id = await sql.ScalarAsync<long>(
            "INSERT INTO customer_merge (kept, merged, event, at, moved, undo_until) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            to, from, evidence, now, JsonSerializer.Serialize(moved, StorageJson.Default.ListString), now + Reversible);
        foreach (var category in optedOut)
        {
            // As old as the last word that it concludes from: whatever the person says later counts more, also where it was said before the merge was noticed.
            var said = await Consents.LastSaidAsync(sql, to, category);
            await Consents.AppendAsync(sql, new(to, category, false, Consents.Merge, "opted out before the merge", "hub", "hub", EvidenceOf(id!.Value), said ?? now), null, now);
        }

        foreach (var number in threads.GroupBy(thread => thread.Number))
        {
            var kept = await JoinAsync(sql, [.. number], 1);
            foreach (var other in number.Where(thread => thread.Id != kept.Id)) await Lines.KeepBehindAsync(sql, LineOf(kept), LineOf(other));
        }

        foreach (var customer in moved) await Lines.KeepBehindAsync(sql, Lines.OfCustomer(to), Lines.OfCustomer(customer));
        await HubReports.CustomerMergedAsync(sql, to, from, now);
    }

    /// <summary>The merges, newest first.</summary>
    public static async ValueTask<Page<MergeEntry>> ListAsync(ISql sql, PageRequest page)
    {
        var rows = await sql.ListAsync($"SELECT {Columns} FROM customer_merge WHERE id < $1 ORDER BY id DESC LIMIT $2", Map, page.Before ?? long.MaxValue, page.Limit + 1);
        return Page<MergeEntry>.Of([.. rows.Select(merge => (merge.Id, merge))], page.Limit);
    }

    public static ValueTask<MergeEntry?> FindAsync(ISql sql, long id) => sql.FirstAsync($"SELECT {Columns} FROM customer_merge WHERE id = $1", Map, id);

    /// <summary>Why a merge cannot be undone, in one sentence; null when it can.</summary>
    public static async ValueTask<string?> ObstacleAsync(ISql sql, MergeEntry merge, DateTimeOffset now)
    {
        if (merge.UndoneAt is { } undone) return $"The merge was undone already, at {undone:u}.";
        if (merge.UndoUntil == DateTimeOffset.UnixEpoch) return "The merge was made by an earlier version of the hub, which kept no note of what it moved.";
        if (now > merge.UndoUntil) return $"A merge can be undone for 30 days: this one could until {merge.UndoUntil:u}.";
        var later = await sql.ScalarAsync<long>(
            """
            SELECT MAX(id) FROM customer_merge
            WHERE id > $1 AND undone_at IS NULL AND (kept = $2 OR merged = $2 OR kept = $3 OR merged = $3)
            """,
            merge.Id, merge.Kept, merge.Merged);
        return later is null ? null : $"Merge {later} came later and builds on it: undo that one first.";
    }

    /// <summary>Sets the two apart again, for good: an event that names both does not merge them once more, unless somebody has the merge made again.</summary>
    public static async ValueTask UndoAsync(ISql sql, MergeEntry merge, DateTimeOffset now)
    {
        var before = await Consents.StandingAsync(sql, merge.Kept);
        var members = JsonSerializer.Deserialize((await sql.FirstAsync("SELECT moved FROM customer_merge WHERE id = $1", row => row.GetString(0), merge.Id))!, StorageJson.Default.ListString)!;
        var threads = await ThreadsAsync(sql, [merge.Kept]);

        // What is read of either has changed, also where it looks as it did before: no count may come back.
        var customers = await sql.ScalarAsync<long>($"SELECT CAST(SUM(version) AS BIGINT) FROM customer WHERE id IN {Same.Customers("$1")}", merge.Kept);
        foreach (var member in members)
        {
            await sql.ExecuteAsync("UPDATE customer SET merged_into = $2 WHERE id = $1", member, member == merge.Merged ? null : merge.Merged);
        }

        await sql.ExecuteAsync("UPDATE customer SET version = version + $3 WHERE id = $1 OR id = $2", merge.Kept, merge.Merged, customers);
        await sql.ExecuteAsync("DELETE FROM consent WHERE customer = $1 AND source = $2 AND evidence = $3", merge.Kept, Consents.Merge, EvidenceOf(merge.Id));
        var theirs = members.ToHashSet(StringComparer.Ordinal);
        foreach (var number in threads.GroupBy(thread => thread.Number))
        {
            var versions = number.Sum(thread => thread.Version);
            var sides = number.GroupBy(thread => theirs.Contains(thread.Owner)).Select(side => side.ToList()).ToList();
            foreach (var side in sides) await JoinAsync(sql, side, versions);
            if (sides is [var one, var other]) await Lines.FreeAsync(sql, [.. one.Select(LineOf)], [.. other.Select(LineOf)], now);
        }

        await Lines.FreeAsync(sql, [Lines.OfCustomer(merge.Kept)], [.. members.Select(Lines.OfCustomer)], now);
        await sql.ExecuteAsync("UPDATE customer_merge SET undone_at = $2 WHERE id = $1", merge.Id, now);
        await Alerts.AddOwnAsync(sql, AlertLevel.Info, $"Merge {merge.Id} was undone: the customers {merge.Kept} and {merge.Merged} are two persons from now on.", now);
        foreach (var customer in new[] { merge.Kept, merge.Merged })
        {
            foreach (var standing in (await Consents.StandingAsync(sql, customer)).Except(before))
            {
                await HubReports.ConsentChangedAsync(
                    sql, new(customer, standing.Category, standing.Allowed, Consents.Merge, "the merge was undone", "hub", "hub", $"{EvidenceOf(merge.Id)}/undone", now), null, now);
            }
        }
    }

    /// <summary>Of some customers, the pairs that an undo has set apart.</summary>
    public static async ValueTask<List<(string One, string Other)>> ApartAsync(ISql sql, IReadOnlyList<string> customers)
    {
        var apart = new List<(string One, string Other)>();
        foreach (var customer in customers)
        {
            apart.AddRange(await sql.ListAsync(
                $"""
                 SELECT COALESCE(one.merged_into, one.id), COALESCE(other.merged_into, other.id)
                 FROM customer_merge m JOIN customer one ON one.id = m.kept JOIN customer other ON other.id = m.merged
                 WHERE m.undone_at IS NOT NULL AND m.kept IN {Same.Customers("$1")}
                 """,
                row => (row.GetString(0), row.GetString(1)), customer));
        }

        return apart.FindAll(pair => pair.One != pair.Other && customers.Contains(pair.One) && customers.Contains(pair.Other));
    }

    /// <summary>Makes a merge again that was undone: the two are one person after all. It is a merge of its own, with days of its own to undo it.</summary>
    /// <returns>Why that is not possible, in one sentence; null when it is done.</returns>
    public static async ValueTask<string?> RedoAsync(ISql sql, MergeEntry merge, DateTimeOffset now)
    {
        if (merge.UndoneAt is null) return "The merge stands: it was not undone.";
        var (one, other) = ((await People.RowsAsync(sql, merge.Kept))[0], (await People.RowsAsync(sql, merge.Merged))[0]);
        if (one.Id == other.Id) return "The two are one person already.";

        var isOneOlder = one.CreatedAt < other.CreatedAt || (one.CreatedAt == other.CreatedAt && string.CompareOrdinal(one.Id, other.Id) < 0);
        var (kept, merged) = isOneOlder ? (one.Id, other.Id) : (other.Id, one.Id);
        await MergeAsync(sql, merged, kept, EvidenceOf(merge.Id), now);
        await Alerts.AddOwnAsync(sql, AlertLevel.Info, $"Merge {merge.Id} was made again: the customers {kept} and {merged} are one person after all.", now);
        return null;
    }

    // The oldest of these threads is the one; the others are read as part of it.
    private static async ValueTask<OwnedThread> JoinAsync(ISql sql, List<OwnedThread> threads, long versions)
    {
        var kept = threads[0];
        foreach (var other in threads.Skip(1)) await sql.ExecuteAsync("UPDATE thread SET merged_into = $2 WHERE id = $1", other.Id, kept.Id);
        await sql.ExecuteAsync("UPDATE thread SET merged_into = NULL, version = version + $2 WHERE id = $1", kept.Id, versions);
        return kept;
    }

    private static async ValueTask<List<OwnedThread>> ThreadsAsync(ISql sql, IReadOnlyList<string> customers)
    {
        var threads = new List<OwnedThread>();
        foreach (var customer in customers)
        {
            threads.AddRange(await sql.ListAsync(
                $"SELECT id, connection, number, customer, created_at, version FROM thread WHERE customer IN {Same.Customers("$1")}",
                row => new OwnedThread(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetTime(4), row.GetInt32(5)), customer));
        }

        return [.. threads.OrderBy(thread => thread.CreatedAt).ThenBy(thread => thread.Id, StringComparer.Ordinal)];
    }

    private static string EvidenceOf(long merge) => $"merge/{merge}";

    private static string LineOf(OwnedThread thread) => Lines.OfThread(thread.Connection, thread.Id);

    private static MergeEntry Map(System.Data.Common.DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetTime(4), row.GetTime(5), row.GetTimeOrNull(6));

    // A thread with the customer whose it was at first.
    private sealed record OwnedThread(string Id, string Connection, string Number, string Owner, DateTimeOffset CreatedAt, int Version);
}
