namespace Hub.Storage;

/// <summary>What a look at the oldest rows of a table found.</summary>
/// <param name="Rows">The rows that may go, by their number, oldest first.</param>
/// <param name="Seen">The last row that was looked at.</param>
/// <param name="IsEnd">Whether all that lie behind it are too young.</param>
internal sealed record OldRows(IReadOnlyList<long> Rows, long Seen, bool IsEnd)
{
    /// <summary>So many rows are looked at in one read.</summary>
    public const int LookedAt = 1000;

    /// <summary>So many rows are deleted in one transaction, so that nobody waits for it.</summary>
    public const int DeletedAtOnce = 50;

    /// <summary>Nothing is old.</summary>
    public static readonly OldRows None = new([], 0, true);

    /// <summary>The values of a statement that is run for each of some rows.</summary>
    public static List<object?[]> Each<T>(IEnumerable<T> rows, Func<T, object?> value) => [.. rows.Select(row => new[] { value(row) })];

    /// <summary>For rows that are deleted by their time alone: whether there are any.</summary>
    public static OldRows Due(bool isDue) => isDue ? new([0], 0, false) : None;

    /// <summary>Chooses of rows in the order of their numbers.</summary>
    /// <param name="looked">At most <see cref="LookedAt"/> rows.</param>
    /// <param name="after">The row before the first of them.</param>
    /// <param name="number">A row's number.</param>
    /// <param name="isYoung">Whether a row, and so all behind it, is to be kept.</param>
    /// <param name="mayGo">Whether an old row has ended.</param>
    public static OldRows Of<T>(IReadOnlyList<T> looked, long after, Func<T, long> number, Func<T, bool> isYoung, Func<T, bool> mayGo)
    {
        var rows = new List<long>();
        var seen = after;
        foreach (var row in looked)
        {
            if (isYoung(row)) return new(rows, seen, true);
            if (mayGo(row))
            {
                if (rows.Count == DeletedAtOnce) return new(rows, seen, false);
                rows.Add(number(row));
            }

            seen = number(row);
        }

        return new(rows, seen, looked.Count < LookedAt);
    }
}
