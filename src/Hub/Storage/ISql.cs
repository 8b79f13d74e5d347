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
