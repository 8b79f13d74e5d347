using System.Data.Common;
using Hub.Storage;

namespace Hub.Tests.Storage;

/// <summary>Notes the statements that pass through it.</summary>
internal sealed class RecordingSql(ISql inner) : ISql
{
    public List<(string Text, object?[] Values)> Statements { get; } = [];

    /// <summary>How often the work waited for an answer: so often a store at a distance is asked.</summary>
    public int Waits { get; private set; }

    public ValueTask<int> ExecuteAsync(string sql, params object?[] values) => Waited(sql, values).ExecuteAsync(sql, values);

    public ValueTask PostAsync(string sql, params object?[] values) => Noted(sql, values).PostAsync(sql, values);

    public ValueTask PostThenAsync(string sql, Func<int, ValueTask> then, params object?[] values) => Noted(sql, values).PostThenAsync(sql, then, values);

    public ValueTask AskThenAsync<T>(string sql, Func<DbDataReader, T> map, Func<List<T>, ValueTask> then, params object?[] values) => Noted(sql, values).AskThenAsync(sql, map, then, values);

    public ValueTask<List<int>> ExecuteEachAsync(string sql, IReadOnlyList<object?[]> each)
    {
        foreach (var values in each) Noted(sql, values);
        if (each.Count > 0) Waits++;
        return inner.ExecuteEachAsync(sql, each);
    }

    public ValueTask<List<List<T>>> ListEachAsync<T>(string sql, Func<DbDataReader, T> map, IReadOnlyList<object?[]> each)
    {
        foreach (var values in each) Noted(sql, values);
        if (each.Count > 0) Waits++;
        return inner.ListEachAsync(sql, map, each);
    }

    public ValueTask TallyAsync(string level, string name, long by) => Noted(Counters.Add, [level, name, by]).TallyAsync(level, name, by);

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : class => Waited(sql, values).FirstAsync(sql, map, values);

    public ValueTask<T?> FirstValueAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : struct => Waited(sql, values).FirstValueAsync(sql, map, values);

    public ValueTask<T?> ScalarAsync<T>(string sql, params object?[] values)
        where T : struct => Waited(sql, values).ScalarAsync<T>(sql, values);

    public ValueTask<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values) => Waited(sql, values).ListAsync(sql, map, values);

    private ISql Waited(string sql, object?[] values)
    {
        Waits++;
        return Noted(sql, values);
    }

    private ISql Noted(string sql, object?[] values)
    {
        Statements.Add((sql, values));
        return inner;
    }
}
