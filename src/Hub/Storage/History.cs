namespace Hub.Storage;

/// <summary>Where a time begins in the order of arrival.</summary>
internal static class History
{
    /// <summary>The first place at which events stand that arrived at this moment or later; places grow with arrival, so a few looks find it whatever the store holds.</summary>
    /// <returns>The place, and the highest one; the first is higher than the second where nothing arrived since.</returns>
    public static async ValueTask<(long First, long Last)> SpanAsync(ISql sql, DateTimeOffset from)
    {
        var last = await sql.ScalarAsync<long>("SELECT MAX(seq) FROM event") ?? 0;
        var (low, high) = (1L, last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var arrived = await sql.FirstValueAsync("SELECT arrived_at FROM event WHERE seq >= $1 ORDER BY seq LIMIT 1", row => row.GetTime(0), middle);
            if (arrived >= from) high = middle;
            else low = middle + 1;
        }

        return (low, last);
    }
}
