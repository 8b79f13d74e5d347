namespace Hub.Storage;

/// <summary>
/// Which rows make a page of a list. Each list is read by ranges of one index, backwards from where the page begins, one range for each state or connection
/// that it shows: it costs about a page for each range, whatever the store holds. What else is asked for is looked up row by row, in so many rows at most.
/// </summary>
internal static class ListRanges
{
    /// <summary>The reason that a command shows: what waits for a paused connection or in a line that a rate limit or a portfolio's tier holds says so, also where it stands behind others and nobody has looked at it.</summary>
    public const string Reason =
        "COALESCE(reason, CASE WHEN state <> 'waiting' THEN NULL"
        + " WHEN EXISTS (SELECT 1 FROM pause WHERE pause.kind = 'connection' AND pause.name = command.connection) THEN 'paused'"
        + " WHEN EXISTS (SELECT 1 FROM line WHERE queue = 'command' AND line.subject = command.subject AND (blocked_by = 'throttled' OR blocked_by LIKE 'tier:%')) THEN 'throttled' END)";

    /// <summary>At most about so many rows are looked at for a page; a page that found less than wanted in them says where to go on.</summary>
    public const int MostLookedAt = 20_000;

    // Of webhooks and events; most of them are applied or noop.
    private static readonly string[] InboxStates = ["pending", "parked", "applied", "noop"];

    /// <summary>The webhooks of a page and one more, newest first.</summary>
    public static async ValueTask<Looked> WebhooksAsync(ISql sql, ListFilter filter, PageRequest page)
    {
        var ranges = filter is { Connection: null, State: null }
            ? [new Conditions()]
            : await PairsAsync(sql, "webhook", ("endpoint", filter.Connection), ("outcome", filter.State is { } state ? [state] : InboxStates));
        return await PageAsync(sql, "webhook", ranges, await SpanAsync(sql, "webhook", "arrived_at", filter), page);
    }

    /// <summary>The events of a page and one more, newest first.</summary>
    public static async ValueTask<Looked> EventsAsync(ISql sql, ListFilter filter, PageRequest page)
    {
        var span = await SpanAsync(sql, "event", "arrived_at", filter);
        if (filter is { Route: { } route, Subject: null, Reason: null, State: null or "applied" or "noop" })
        {
            var seen = new Conditions().And("route = ?", route).Check(OfEvent("connection = ?"), filter.Connection).Check(OfEvent("state = ?"), filter.State)
                .Check(OfEvent("arrived_at >= ?"), filter.From).Check(OfEvent("arrived_at < ?"), filter.To);
            return await PageAsync(sql, "event_route", [seen], span with { Column = null }, page);
        }

        string[] states = filter.State is { } state ? [state] : InboxStates;
        var ranges = filter switch
        {
            { Subject: { } subject } => [new Conditions().And("subject = ?", subject).Check("connection = ?", filter.Connection).Check("state = ?", filter.State).Check("reason = ?", filter.Reason)],
            { Reason: { } reason } => [.. states.Select(one => new Conditions().And("reason = ?", reason).And("state = ?", one).Check("connection = ?", filter.Connection))],
            { Connection: null, State: null } => [new Conditions()],
            _ => await PairsAsync(sql, "event", ("connection", filter.Connection), ("state", states)),
        };
        foreach (var range in ranges) range.Check("EXISTS (SELECT 1 FROM event_route WHERE event_route.seq = event.seq AND event_route.route || '' = ?)", filter.Route);
        return await PageAsync(sql, "event", ranges, span, page);
    }

    /// <summary>The commands of a page and one more, newest first.</summary>
    public static async ValueTask<Looked> CommandsAsync(ISql sql, ListFilter filter, PageRequest page)
    {
        var states = filter.State switch
        {
            null => CommandState.Stored,
            "pending" => [.. CommandState.Stored.Where(state => CommandState.Counted(state) == "pending")],
            var one => [one],
        };
        var ranges = filter switch
        {
            { Subject: { } subject } =>
                [new Conditions().And("subject = ?", subject).Check("connection = ?", filter.Connection).Check("route = ?", filter.Route).Check($"{Reason} = ?", filter.Reason).CheckOneOf("state", filter.State is null ? null : states)],
            { Reason: { } reason } => await OfReasonAsync(sql, filter, reason, states),
            { Route: { } route } => [.. states.Select(one => new Conditions().And("route = ?", route).And("state = ?", one).Check("connection = ?", filter.Connection))],
            { Connection: null, State: null } => [new Conditions()],
            _ => await PairsAsync(sql, "command", ("connection", filter.Connection), ("state", states)),
        };
        return await PageAsync(sql, "command", ranges, await SpanAsync(sql, "command", "created_at", filter), page);
    }

    /// <summary>The newest commands that go to a customer, or whose route saw that customer.</summary>
    public static async ValueTask<List<long>> CommandsForAsync(ISql sql, string customer, int most) => (await PageAsync(sql, "command", [new Conditions().And("customer = ?", customer), new Conditions().And("seen_customer = ?", customer)], new(null, 1, long.MaxValue, null, null), new(null, most))).Seqs;

    // Besides those that have the reason: what waits for a paused connection, also where nobody has looked at it.
    private static async ValueTask<List<Conditions>> OfReasonAsync(ISql sql, ListFilter filter, string reason, IReadOnlyList<string> states)
    {
        List<Conditions> ranges = [.. states.Select(state => new Conditions().And("reason = ?", reason).And("state = ?", state).Check("connection = ?", filter.Connection).Check("route = ?", filter.Route))];
        if (!states.Contains(CommandState.Waiting)) return ranges;
        if (reason == Lines.Throttled)
        {
            var all = filter.Connection is { } only ? [only] : await ValuesAsync(sql, "command", "connection");
            ranges.AddRange(all.Select(connection => new Conditions().And("connection = ?", connection).And("state = ?", CommandState.Waiting).And($"{Reason} = ?", reason).Check("route = ?", filter.Route)));
        }

        if (reason != "paused") return ranges;
        var paused = await sql.ListAsync("SELECT name FROM pause WHERE kind = 'connection'", row => row.GetString(0));
        ranges.AddRange(
            from connection in paused
            where filter.Connection is null || filter.Connection == connection
            select new Conditions().And("connection = ?", connection).And("state = ?", CommandState.Waiting).Check("reason IS NULL").Check("route = ?", filter.Route));
        return ranges;
    }

    private static string OfEvent(string condition) => $"EXISTS (SELECT 1 FROM event WHERE event.seq = event_route.seq AND event.{condition})";

    private static async ValueTask<List<Conditions>> PairsAsync(ISql sql, string table, (string Column, string? Only) first, (string Column, IReadOnlyList<string> Values) second) =>
    [
        .. from one in first.Only is { } only ? [only] : await ValuesAsync(sql, table, first.Column)
           from other in second.Values
           select new Conditions().And($"{first.Column} = ?", one).And($"{second.Column} = ?", other),
    ];

    // One look into the index for each value, however many rows have it.
    private static async ValueTask<List<string>> ValuesAsync(ISql sql, string table, string column)
    {
        var values = new List<string>();
        while (await sql.FirstAsync($"SELECT {column} FROM {table} WHERE {column} > $1 ORDER BY {column} LIMIT 1", row => row.GetString(0), values is [.., var last] ? last : "") is { } next) values.Add(next);
        return values;
    }

    private static async ValueTask<Span> SpanAsync(ISql sql, string table, string column, ListFilter filter)
    {
        if ((filter.From ?? filter.To) is null) return new(null, 1, long.MaxValue, null, null);
        var (first, last) = await History.SpanAsync(sql, table, column, filter.From, filter.To);
        return new(column, first, last, filter.From, filter.To);
    }

    private static async ValueTask<Looked> PageAsync(ISql sql, string table, IReadOnlyList<Conditions> ranges, Span span, PageRequest page)
    {
        var found = new List<long>();
        var most = Math.Max(page.Limit + 1, MostLookedAt / Math.Max(1, ranges.Count));
        long? to = null;
        foreach (var range in ranges)
        {
            var (seqs, lookedTo) = await LookAsync(sql, table, range, span, page, most);
            found.AddRange(seqs);
            if (lookedTo > (to ?? 0)) to = lookedTo;
        }

        // What stands behind the place to which one range was looked through comes with a later page, after what that range still has before it.
        return new([.. found.Where(seq => seq >= (to ?? 0)).Distinct().OrderDescending().Take(page.Limit + 1)], to);
    }

    private static async ValueTask<(List<long> Seqs, long? To)> LookAsync(ISql sql, string table, Conditions range, Span span, PageRequest page, int most)
    {
        range.And("seq >= ?", span.First);
        if (span.Column is { } column) range.And($"{column} >= ?", span.From).And($"{column} < ?", span.To);
        range.And("seq <= ?", Math.Min(span.Last, (page.Before ?? long.MaxValue) - 1));
        var text = $"SELECT seq, {range.Fits} FROM {table} {range.Where} ORDER BY seq DESC LIMIT {range.Next(page.Limit + 1)}";
        var values = range.Values;
        var found = new HashSet<long>();
        for (int next = page.Limit + 1, looked = 0; ; next = Math.Min(next * 4, most - looked))
        {
            values[^1] = next;
            var rows = await sql.ListAsync(text, row => (Seq: row.GetInt64(0), Fits: row.GetFlag(1)), values);
            found.UnionWith(rows.Where(row => row.Fits).Select(row => row.Seq));
            looked += rows.Count;
            if (rows.Count < next || found.Count > page.Limit) return ([.. found], null);
            if (looked >= most) return ([.. found], rows[^1].Seq);
            values[^2] = rows[^1].Seq - 1;
        }
    }

    /// <summary>The rows of a page and one more, newest first.</summary>
    /// <param name="Seqs">Their places.</param>
    /// <param name="To">The place to which was looked, where there may be more behind it; null where the rows end the page or the list.</param>
    public sealed record Looked(List<long> Seqs, long? To);

    /// <summary>Between which places to look, and what the time of a row must be there; no column where that is asked elsewhere.</summary>
    private sealed record Span(string? Column, long First, long Last, DateTimeOffset? From, DateTimeOffset? To);
}
