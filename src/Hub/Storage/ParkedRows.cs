using System.Data.Common;
using System.Globalization;

namespace Hub.Storage;

/// <summary>Which of what is parked is meant; null stands for everything.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Route">The route's id, of an event one that failed. No webhook has one.</param>
/// <param name="Reason">The reason; of a webhook <c>unreadable</c>.</param>
/// <param name="Error">What the error contains, in large letters or small.</param>
/// <param name="From">The earliest moment of parking, inclusive.</param>
/// <param name="To">The latest moment of parking, exclusive.</param>
internal sealed record ParkedFilter(string? Connection, string? Route, string? Reason, string? Error, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>Everything.</summary>
    public static ParkedFilter None { get; } = new(null, null, null, null, null, null);
}

/// <summary>What a parked entry is: the order in which the kinds are gone through.</summary>
internal enum ParkedKind
{
    /// <summary>A webhook that could not be read.</summary>
    Webhook,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A command.</summary>
    Command,
}

/// <summary>An entry by its place: entries of a kind in the order in which they were made.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Seq">Its number among its kind.</param>
/// <param name="Id">Its id; of a webhook its number.</param>
internal sealed record ParkedPlace(ParkedKind Kind, long Seq, string Id);

/// <summary>How far a selection was gone through.</summary>
/// <param name="Kind">The kind that was reached.</param>
/// <param name="Seq">The last number that was looked at.</param>
/// <param name="Began">When going through it began: what is parked later is not of it.</param>
internal sealed record ParkedCursor(ParkedKind Kind, long Seq, DateTimeOffset Began);

/// <summary>Entries that are parked for one cause.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Connection">Their connection.</param>
/// <param name="Route">The route; of events those that failed, with commas, or null where none has looked.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Error">The error.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the first was parked.</param>
/// <param name="Newest">When the last was parked.</param>
/// <param name="Sample">The id of the newest.</param>
internal sealed record ParkedCause(ParkedKind Kind, string Connection, string? Route, string Reason, string? Error, long Count, DateTimeOffset Oldest, DateTimeOffset Newest, string Sample);

/// <summary>What is parked, by indexes that hold nothing else: it costs what is parked, not what is stored.</summary>
internal static class ParkedRows
{
    /// <summary>So many causes at most: where each error is another, the rest is only counted.</summary>
    public const int MostCauses = 1000;

    private static readonly Source[] Sources =
    [
        new(ParkedKind.Webhook, "webhook", "outcome = 'parked' AND error IS NOT NULL", "endpoint", "COALESCE(parked_at, arrived_at)", $"'{ParkedMeaning.Unreadable}'", "NULL", "1 = 0 AND CAST(? AS TEXT) IS NOT NULL", "seq"),
        new(
            ParkedKind.Event, "event", "state = 'parked'", "connection", "COALESCE(parked_at, arrived_at)", "COALESCE(reason, 'parked')", "NULL",
            "EXISTS (SELECT 1 FROM event_route WHERE event_route.seq = event.seq AND event_route.outcome = 'failed' AND event_route.route || '' = ?)", "id"),
        new(
            ParkedKind.Command, "command", "state = 'parked'", "connection", "COALESCE(ended_at, created_at)", "COALESCE(reason, 'parked')", "route",
            $"(route || '' = ? OR route || '' = ? || '{CommandRow.OutsideWindowSuffix}')", "id"),
    ];

    /// <summary>How many entries there are.</summary>
    public static async ValueTask<long> CountAsync(ISql sql, ParkedFilter filter)
    {
        var count = 0L;
        foreach (var source in Sources)
        {
            var where = Where(source, filter, 0, null);
            count += await sql.ScalarAsync<long>($"SELECT COUNT(*) FROM {source.Table} {where.Where} AND {source.IsParked}", where.Values) ?? 0;
        }

        return count;
    }

    /// <summary>The causes, of each kind those with the most entries first.</summary>
    public static async ValueTask<List<ParkedCause>> CausesAsync(ISql sql, ParkedFilter filter)
    {
        var causes = new List<ParkedCause>();
        foreach (var source in Sources)
        {
            var where = Where(source, filter, 0, null);
            causes.AddRange(await sql.ListAsync(
                $"""
                 SELECT g.connection, g.route, g.reason, g.error, g.entries, g.oldest, g.newest, (SELECT {source.Id} FROM {source.Table} WHERE {source.Table}.seq = g.last)
                 FROM (SELECT {source.Connection} AS connection, {source.Route} AS route, {source.Reason} AS reason, error, COUNT(*) AS entries, MIN({source.At}) AS oldest, MAX({source.At}) AS newest, MAX(seq) AS last
                   FROM {source.Table} {where.Where} AND {source.IsParked} GROUP BY 1, 2, 3, 4 ORDER BY entries DESC, last LIMIT {MostCauses}) g
                 """,
                row => new ParkedCause(
                    source.Kind, row.GetString(0), row.GetStringOrNull(1), row.GetString(2), row.GetStringOrNull(3), row.GetInt64(4), row.GetTime(5), row.GetTime(6), IdOf(row, source.Kind, 7)),
                where.Values));
        }

        return causes;
    }

    /// <summary>The routes of an event that failed, by name.</summary>
    public static ValueTask<List<string>> FailedRoutesAsync(ISql sql, string eventId) =>
        sql.ListAsync("SELECT route FROM event_route WHERE seq = (SELECT seq FROM event WHERE id = $1) AND outcome = 'failed' ORDER BY route", row => row.GetString(0), eventId);

    /// <summary>The next entries of a selection, in their order.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="filter">Which.</param>
    /// <param name="after">How far it has come.</param>
    /// <param name="limit">At most so many.</param>
    /// <returns>The entries, and where to go on; null at the end.</returns>
    public static async ValueTask<(List<ParkedPlace> Places, ParkedCursor? Next)> NextAsync(ISql sql, ParkedFilter filter, ParkedCursor after, int limit)
    {
        var found = new List<ParkedPlace>();
        foreach (var source in Sources.Where(source => source.Kind >= after.Kind && found.Count <= limit))
        {
            var where = Where(source, filter, source.Kind == after.Kind ? after.Seq : 0, after.Began);
            found.AddRange(await sql.ListAsync(
                $"SELECT seq, {source.Id} FROM {source.Table} {where.Where} AND {source.IsParked} ORDER BY seq LIMIT {where.Next(limit + 1 - found.Count)}",
                row => new ParkedPlace(source.Kind, row.GetInt64(0), IdOf(row, source.Kind, 1)), where.Values));
        }

        return found.Count <= limit ? (found, null) : (found[..limit], new(found[limit - 1].Kind, found[limit - 1].Seq, after.Began));
    }

    /// <summary>Where an entry stands, parked or not; null where there is none of this id.</summary>
    public static async ValueTask<ParkedPlace?> FindAsync(ISql sql, string id)
    {
        if (await PlaceAsync(sql, ParkedKind.Command, "SELECT seq, id FROM command WHERE id = $1", id) is { } command) return command;
        if (await PlaceAsync(sql, ParkedKind.Event, "SELECT seq, id FROM event WHERE id = $1", id) is { } e) return e;
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? await PlaceAsync(sql, ParkedKind.Webhook, "SELECT seq, seq FROM webhook WHERE seq = $1", seq) : null;
    }

    /// <summary>When an entry was parked.</summary>
    public static async ValueTask<DateTimeOffset?> ParkedAtAsync(ISql sql, ParkedPlace place)
    {
        var source = Sources[(int)place.Kind];
        return await sql.FirstValueAsync($"SELECT {source.At} FROM {source.Table} WHERE seq = $1 AND {source.IsParked}", row => row.GetTime(0), place.Seq);
    }

    private static ValueTask<ParkedPlace?> PlaceAsync(ISql sql, ParkedKind kind, string statement, object id) =>
        sql.FirstAsync(statement, row => new ParkedPlace(kind, row.GetInt64(0), IdOf(row, kind, 1)), id);

    // No other index is to be taken for what is asked besides: it would hold what is not parked, or have to be sorted.
    private static Conditions Where(Source source, ParkedFilter filter, long after, DateTimeOffset? began) => new Conditions()
        .And("seq > ?", after)
        .And($"{source.Connection} || '' = ?", filter.Connection)
        .And(source.OfRoute, filter.Route)
        .And($"{source.Reason} || '' = ?", filter.Reason)
        .And("LOWER(error) LIKE ? ESCAPE '!'", filter.Error is { } error ? $"%{Literal(error)}%" : null)
        .And($"{source.At} >= ?", filter.From)
        .And($"{source.At} < ?", filter.To)
        .And($"{source.At} <= ?", began);

    // Both stores fold the letters of ASCII alone: others are looked for as they are written.
    private static string Literal(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter)).Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    private static string IdOf(DbDataReader row, ParkedKind kind, int column) =>
        kind == ParkedKind.Webhook ? row.GetInt64(column).ToString(CultureInfo.InvariantCulture) : row.GetString(column);

    /// <summary>Where parked entries of a kind are found.</summary>
    private sealed record Source(ParkedKind Kind, string Table, string IsParked, string Connection, string At, string Reason, string Route, string OfRoute, string Id);
}
