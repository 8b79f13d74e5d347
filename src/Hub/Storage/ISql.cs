using System.Data.Common;

namespace Hub.Storage;

/// <summary>Statements inside one transaction or snapshot; valid only until the work that received it returns.</summary>
/// <remarks>
/// Parameters are written <c>$1</c>, <c>$2</c>, … in the order of the values. A value is null, long, int, double, string, byte[], bool (stored as
/// 0 or 1) or <see cref="DateTimeOffset"/> (stored as Unix milliseconds); anything else is refused with an <see cref="ArgumentException"/>.
/// An enum is written by its caller as lower-case text, money as text.
/// </remarks>
internal interface ISql
{
    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    ValueTask<int> ExecuteAsync(string sql, params object?[] values);

    /// <summary>Runs a statement whose answer nobody waits for. A store at a distance sends it with the next one, and a failure of it is that one's, or the commit's.</summary>
    ValueTask PostAsync(string sql, params object?[] values);

    /// <summary>Posts a statement from whose answer something follows that the work does not wait for: it is done before the transaction ends, and perhaps after what the work does next.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="then">Gets the number of rows that it changed.</param>
    /// <param name="values">The values.</param>
    ValueTask PostThenAsync(string sql, Func<int, ValueTask> then, params object?[] values);

    /// <summary>The same for a statement that answers with rows.</summary>
    ValueTask AskThenAsync<T>(string sql, Func<DbDataReader, T> map, Func<List<T>, ValueTask> then, params object?[] values);

    /// <summary>Runs a statement once for each set of values, in their order. A store at a distance gets all of them at once.</summary>
    /// <returns>The number of rows that each changed.</returns>
    ValueTask<List<int>> ExecuteEachAsync(string sql, IReadOnlyList<object?[]> each);

    /// <summary>Asks a statement once for each set of values. A store at a distance gets all of them at once.</summary>
    /// <returns>Of each its rows.</returns>
    ValueTask<List<List<T>>> ListEachAsync<T>(string sql, Func<DbDataReader, T> map, IReadOnlyList<object?[]> each);

    /// <summary>Adds to a counter. What the work of one transaction adds to it may be written at once, at its end.</summary>
    ValueTask TallyAsync(string level, string name, long by);

    /// <summary>The first row, or null where there is none.</summary>
    ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : class;

    /// <summary>The first row as a value, or null where there is none.</summary>
    ValueTask<T?> FirstValueAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : struct;

    /// <summary>The first column of the first row as a long, int, bool or double; null where there is no row or the column is null.</summary>
    ValueTask<T?> ScalarAsync<T>(string sql, params object?[] values)
        where T : struct;

    /// <summary>All rows, in the order of the statement.</summary>
    ValueTask<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values);
}
