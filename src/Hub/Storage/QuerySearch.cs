namespace Hub.Storage;

/// <summary>What a search looks for.</summary>
/// <param name="Terms">The words as terms, links and ids may hold them.</param>
/// <param name="Keys">The match keys that an alias may have.</param>
/// <param name="Digits">The end of a phone number in national form; null when it is none.</param>
internal sealed record SearchTerms(IReadOnlyList<string> Terms, IReadOnlyList<string> Keys, string? Digits);

/// <summary>The search of the admin API: by index first, and only for a national phone number that nothing matches through all phones.</summary>
internal static class QuerySearch
{
    private const int MostFound = 20;

    /// <summary>Looks in aliases, terms, links and ids.</summary>
    public static async ValueTask<Found> FindAsync(ISql sql, SearchTerms search)
    {
        var customers = new List<string>();
        var events = new List<string>();
        var links = new List<LinkEntry>();
        foreach (var key in search.Keys) customers.AddRange(await CustomersAsync(sql, "match_key = $1", key));
        foreach (var term in search.Terms)
        {
            foreach (var (kind, reference) in await ReferencesAsync(sql, term)) (kind == "customer" ? customers : events).Add(reference);
            links.AddRange(await LinksAsync(sql, term));
            customers.Add(term);
            events.Add(term);
        }

        if (customers.Count == search.Terms.Count && search.Digits is { } digits) customers.AddRange(await CustomersAsync(sql, "kind_group = 'phone' AND match_key LIKE '%' || $1", digits));
        foreach (var left in links.Select(link => link.Left).Concat(search.Terms).Distinct().ToList()) customers.Add(await OwnerAsync(sql, left) ?? left);
        return new Found(await LoadAsync(customers, id => QueryThread.CustomerAsync(sql, id), found => found.Id), await LoadAsync(events, id => QueryLists.EventAsync(sql, id), found => found.Id), [.. links.Distinct().Take(MostFound)]);
    }

    private static async ValueTask<List<T>> LoadAsync<T>(List<string> ids, Func<string, ValueTask<T?>> load, Func<T, string> idOf)
        where T : class
    {
        var found = new List<T>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (found.Count < MostFound && await load(id) is { } one) found.Add(one);
        }

        // Several ids of one merged customer lead to the same one.
        return [.. found.DistinctBy(idOf)];
    }

    private static ValueTask<List<string>> CustomersAsync(ISql sql, string condition, string value) =>
        sql.ListAsync($"SELECT DISTINCT customer FROM alias WHERE {condition} AND closed_at IS NULL LIMIT {MostFound}", row => row.GetString(0), value);

    private static ValueTask<List<(string Kind, string Reference)>> ReferencesAsync(ISql sql, string term) =>
        sql.ListAsync($"SELECT kind, ref FROM term WHERE term = $1 ORDER BY at DESC LIMIT {MostFound}", row => (row.GetString(0), row.GetString(1)), term);

    private static ValueTask<string?> OwnerAsync(ISql sql, string thread) => sql.FirstAsync("SELECT customer FROM thread WHERE id = $1", row => row.GetString(0), thread);

    private static ValueTask<List<LinkEntry>> LinksAsync(ISql sql, string id) => sql.ListAsync(
        $"SELECT name, left_id, right_id, state, opened_at, touched_at, ended_at FROM link WHERE right_id = $1 ORDER BY id DESC LIMIT {MostFound}",
        row => new LinkEntry(row.GetString(0), row.GetString(1), row.GetStringOrNull(2), row.GetString(3), row.GetTime(4), row.GetTime(5), row.GetTimeOrNull(6)),
        id);
}
