namespace Hub.Storage;

/// <summary>Where a time begins and ends in the order of arrival.</summary>
internal static class History
{
    // What was read again much later stands at a late place with an early time: the newest of a few in a row tells where they stand.
    private const int Neighbours = 16;

    // An event that was gathered from hints stands behind others that arrived after the first hint.
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The places between which rows of a time stand, and few others. Places grow with arrival, so a few looks find them whatever the store holds;
    /// what was read again later than a minute after its time stands where it was read.
    /// </summary>
    /// <param name="sql">The statements.</param>
    /// <param name="table">A table whose rows are numbered by <c>seq</c>.</param>
    /// <param name="column">Its column that tells when a row came.</param>
    /// <param name="from">The beginning; null for that of the table.</param>
    /// <param name="to">The end; null for that of the table.</param>
    /// <returns>The first and the last place; the first is higher than the last where nothing came in that time.</returns>
    public static async ValueTask<(long First, long Last)> SpanAsync(ISql sql, string table, string column, DateTimeOffset? from, DateTimeOffset? to)
    {
        var last = await sql.ScalarAsync<long>($"SELECT MAX(seq) FROM {table}") ?? 0;
        var first = from is { } begin ? await FirstSinceAsync(sql, table, column, begin - Disorder, last) : 1;
        return (first, to is { } end ? Math.Min(last, await FirstSinceAsync(sql, table, column, end + Disorder, last) + Neighbours) : last);
    }

    private static async ValueTask<long> FirstSinceAsync(ISql sql, string table, string column, DateTimeOffset since, long last)
    {
        var (low, high) = (1L, last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var newest = await sql.ScalarAsync<long>($"SELECT MAX({column}) FROM (SELECT {column} FROM {table} WHERE seq >= $1 ORDER BY seq LIMIT {Neighbours}) AS near", middle);
            if (newest >= since.ToUnixTimeMilliseconds()) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
