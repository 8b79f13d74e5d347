using System.Data.Common;
using Hub.Storage;

namespace Hub.Tests.Storage;

/// <summary>Notes the statements that pass through it.</summary>
internal sealed class RecordingSql(ISql inner) : ISql
{
    public List<(string Text, object?[] Values)> Statements { get; } = [];

    public ValueTask<int> ExecuteAsync(string sql, params object?[] values) => Noted(sql, values).ExecuteAsync(sql, values);

    public ValueTask PostAsync(string sql, params object?[] values) => Noted(sql, values).PostAsync(sql, values);

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : class => Noted(sql, values).FirstAsync(sql, map, values);

    public ValueTask<T?> FirstValueAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : struct => Noted(sql, values).FirstValueAsync(sql, map, values);

    public ValueTask<T?> ScalarAsync<T>(string sql, params object?[] values)
        where T : struct => Noted(sql, values).ScalarAsync<T>(sql, values);

    public ValueTask<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values) => Noted(sql, values).ListAsync(sql, map, values);

    private ISql Noted(string sql, object?[] values)
    {
        Statements.Add((sql, values));
        return inner;
    }
}
