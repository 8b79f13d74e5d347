using System.Globalization;
using System.Text;

namespace Hub.Storage;

/// <summary>What a list shows; null stands for everything.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="State">The state; <c>pending</c> stands for every state that is not closed.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Route">The route's id.</param>
/// <param name="From">The earliest moment, inclusive.</param>
/// <param name="To">The latest moment, exclusive.</param>
internal sealed record ListFilter(string? Connection, string? State, string? Reason, string? Subject, string? Route, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Before">Only entries older than this one's place; null for the newest.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record PageRequest(long? Before, int Limit)
{
    /// <summary>Reads a cursor that <see cref="Page{T}"/> gave.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryReadCursor(string cursor, out long before)
    {
        Span<byte> bytes = stackalloc byte[32];
        before = 0;
        // Only a text that is valid is decoded: the decoder throws at any other.
        return System.Buffers.Text.Base64Url.IsValid(cursor)
            && System.Buffers.Text.Base64Url.TryDecodeFromChars(cursor, bytes, out var written)
            && long.TryParse(bytes[..written], NumberStyles.None, CultureInfo.InvariantCulture, out before);
    }
}

/// <summary>A part of a list, newest first.</summary>
/// <typeparam name="T">The type of its entries.</typeparam>
/// <param name="Items">The entries.</param>
/// <param name="Next">The cursor of the entries that follow; null at the end. There may be fewer entries than wanted, even none, before a cursor: so much was looked through.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Makes a page of rows of which one more than wanted was asked for.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="limit">How many were wanted.</param>
    /// <param name="lookedTo">The place to which was looked, where there may be more behind it; null where there was looked to the end.</param>
    public static Page<T> Of(List<(long Seq, T Item)> rows, int limit, long? lookedTo = null) =>
        new([.. rows.Take(limit).Select(row => row.Item)], rows.Count > limit ? Cursor(rows[limit - 1].Seq) : lookedTo is { } place ? Cursor(place) : null);

    /// <summary>The cursor of what is older than this place.</summary>
    public static string Cursor(long seq) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes(seq.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>What rows of a range must be: a growing WHERE clause, what is looked up row by row besides, and the values of both. Conditions without a value are left out.</summary>
internal sealed class Conditions
{
    private readonly List<string> parts = [];
    private readonly List<string> checks = [];
    private readonly List<object?> values = [];

    /// <summary>The values so far.</summary>
    public object?[] Values => [.. values];

    /// <summary>The clause with a leading WHERE; empty without conditions.</summary>
    public string Where => parts.Count == 0 ? "" : "WHERE " + string.Join(" AND ", parts);

    /// <summary>Whether a row of the range has what is looked up besides, as a column of 0 and 1.</summary>
    public string Fits => checks.Count == 0 ? "1" : $"CASE WHEN {string.Join(" AND ", checks)} THEN 1 ELSE 0 END";

    /// <summary>Adds a condition by which the rows are found: an index must serve it.</summary>
    /// <param name="sql">The condition with <c>?</c> where the value stands.</param>
    /// <param name="value">The value; null leaves the condition out.</param>
    public Conditions And(string sql, object? value)
    {
        if (value is null) return this;
        parts.Add(sql.Replace("?", Next(value), StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds a condition that is looked up row by row.</summary>
    /// <param name="sql">The condition with <c>?</c> where the value stands.</param>
    /// <param name="value">The value; null leaves the condition out.</param>
    public Conditions Check(string sql, object? value)
    {
        if (value is null) return this;
        checks.Add(sql.Replace("?", Next(value), StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds the condition that a column has one of some values, which is looked up row by row.</summary>
    public Conditions CheckOneOf(string column, IReadOnlyList<string>? among)
    {
        if (among is not null) checks.Add($"{column} IN ({string.Join(", ", among.Select(Next))})");
        return this;
    }

    /// <summary>Adds a condition without a value that is looked up row by row.</summary>
    public Conditions Check(string sql)
    {
        checks.Add(sql);
        return this;
    }

    /// <summary>Adds a value that stands outside of the clause.</summary>
    /// <returns>The name by which the statement refers to it.</returns>
    public string Next(object value)
    {
        values.Add(value);
        return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
