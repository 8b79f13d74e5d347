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
        if (customers.Count == 0 && search.Digits is { } digits) customers.AddRange(await CustomersAsync(sql, "kind_group = 'phone' AND match_key LIKE '%' || $1", digits));
        foreach (var term in search.Terms)
        {
            events.AddRange(await EventsAsync(sql, term));
            links.AddRange(await LinksAsync(sql, term));
        }

        // What stands at a link's end, and what was searched for, may itself be the id of a thread, a customer or an event.
        foreach (var id in links.Select(link => link.Left).Concat(search.Terms).Distinct(StringComparer.Ordinal)) customers.Add(await OwnerAsync(sql, id) ?? id);
        events.AddRange(search.Terms);
        foreach (var term in search.Terms)
        {
            if (await WriterAsync(sql, term) is { } writer) customers.Add(writer);
        }

        var people = await LoadAsync(customers, id => QueryThread.CustomerAsync(sql, id), customer => customer.Id);
        foreach (var thread in people.SelectMany(customer => customer.Threads)) links.AddRange(await LinksOfAsync(sql, thread));

        var commands = new List<CommandEntry>();
        foreach (var term in search.Terms) commands.AddRange(await QueryLists.CommandAsync(sql, term));
        foreach (var customer in people)
        {
            foreach (var one in await Same.CustomersAsync(sql, customer.Id)) commands.AddRange(await QueryLists.CommandsForAsync(sql, one, MostFound));
        }

        foreach (var id in events.Distinct(StringComparer.Ordinal).Take(MostFound)) commands.AddRange(await QueryLists.CommandsOfAsync(sql, id));

        events.AddRange(commands.Select(command => command.Event));
        return new Found(
            people,
            [.. (await LoadAsync(events, id => QueryLists.EventAsync(sql, id), entry => entry.Id)).OrderByDescending(entry => entry.ArrivedAt).ThenByDescending(entry => entry.OccurredAt)],
            [.. commands.DistinctBy(command => command.Id).OrderByDescending(command => command.CreatedAt).Take(MostFound)],
            [.. links.Distinct().Take(MostFound)]);
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

    // A term leads to the subject of the events that carry it; of the subjects that carried it last, the newest events.
    private static async ValueTask<IEnumerable<string>> EventsAsync(ISql sql, string term)
    {
        var subjects = await sql.ListAsync($"SELECT ref FROM term WHERE term = $1 AND kind = 'event' ORDER BY at DESC LIMIT {MostFound}", row => row.GetString(0), term);
        var events = new List<(long Seq, string Id)>();
        foreach (var subject in subjects)
        {
            events.AddRange(await sql.ListAsync($"SELECT seq, id FROM event WHERE subject = $1 ORDER BY seq DESC LIMIT {MostFound}", row => (row.GetInt64(0), row.GetString(1)), subject));
        }

        return events.OrderByDescending(found => found.Seq).Take(MostFound).Select(found => found.Id);
    }

    // Whoever wrote or got the message that has this id at the vendor.
    private static ValueTask<string?> WriterAsync(ISql sql, string message) => sql.FirstAsync(
        "SELECT thread.customer FROM message JOIN thread ON thread.id = message.thread WHERE message.vendor_id = $1", row => row.GetString(0), message);

    private static ValueTask<string?> OwnerAsync(ISql sql, string thread) => sql.FirstAsync("SELECT customer FROM thread WHERE id = $1", row => row.GetString(0), thread);

    private static ValueTask<List<LinkEntry>> LinksAsync(ISql sql, string right) => ListLinksAsync(sql, "right_id = $1", right);

    private static ValueTask<List<LinkEntry>> LinksOfAsync(ISql sql, string left) => ListLinksAsync(sql, $"left_id IN {Same.LeftEnds("$1")}", left);

    private static ValueTask<List<LinkEntry>> ListLinksAsync(ISql sql, string condition, string id) => sql.ListAsync(
        $"SELECT name, left_id, right_id, state, opened_at, touched_at, ended_at FROM link WHERE {condition} ORDER BY id DESC LIMIT {MostFound}",
        row => new LinkEntry(row.GetString(0), row.GetString(1), row.GetStringOrNull(2), row.GetString(3), row.GetTime(4), row.GetTime(5), row.GetTimeOrNull(6)),
        id);
}
