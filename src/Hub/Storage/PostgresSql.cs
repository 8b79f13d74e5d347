using System.Data.Common;
using Npgsql;

namespace Hub.Storage;

/// <summary><see cref="ISql"/> on one PostgreSQL connection. What nobody waits for is sent with the next statement that somebody waits for.</summary>
/// <param name="connection">The connection, in a transaction.</param>
/// <param name="blocks">Whether statements complete synchronously on the thread that calls.</param>
/// <param name="cancel">Stops a statement that does not block.</param>
internal sealed class PostgresSql(NpgsqlConnection connection, bool blocks, CancellationToken cancel) : ISql, ISqlRunner
{
    private const int PostedAtMost = 256;

    private readonly List<PostgresStatement> posted = [];
    private readonly SortedDictionary<(string Level, string Name), long> tallies = [];

    /// <summary>Whether the server has answered a statement of this.</summary>
    public bool HasAnswered { get; private set; }

    /// <inheritdoc/>
    public T Run<T>(Func<ISql, ValueTask<T>> work)
    {
        var result = work(this).AsTask();
        return result.IsCompleted
            ? result.GetAwaiter().GetResult()
            : throw new InvalidOperationException("Work inside a transaction may await nothing but its statements.");
    }

    public async ValueTask<int> ExecuteAsync(string sql, params object?[] values)
    {
        var change = new PostgresStatement.Change(sql, values);
        await SendAsync([change]);
        return change.Rows;
    }

    public async ValueTask<List<int>> ExecuteEachAsync(string sql, IReadOnlyList<object?[]> each)
    {
        if (each.Count == 0) return [];
        var changes = each.Select(values => new PostgresStatement.Change(sql, values)).ToList();
        await SendAsync(changes);
        return changes.ConvertAll(change => change.Rows);
    }

    public async ValueTask<List<List<T>>> ListEachAsync<T>(string sql, Func<DbDataReader, T> map, IReadOnlyList<object?[]> each)
    {
        if (each.Count == 0) return [];
        var queries = each.Select(values => new PostgresStatement.Query<T>(sql, values, map)).ToList();
        await SendAsync(queries);
        return queries.ConvertAll(query => query.Rows);
    }

    /// <summary>Asks several statements at once, whether each has a row.</summary>
    public async ValueTask<List<bool>> AreThereAsync(IEnumerable<(string Text, object?[] Values)> questions)
    {
        var asked = questions.Select(question => new PostgresStatement.Query<bool>(question.Text, question.Values, _ => true)).ToList();
        if (asked.Count > 0) await SendAsync(asked);
        return asked.ConvertAll(question => question.Rows.Count > 0);
    }

    public ValueTask PostAsync(string sql, params object?[] values) => PostAsync(new PostgresStatement.Change(sql, values));

    public ValueTask PostThenAsync(string sql, Func<int, ValueTask> then, params object?[] values) => PostAsync(new PostgresStatement.Change(sql, values, then));

    public ValueTask AskThenAsync<T>(string sql, Func<DbDataReader, T> map, Func<List<T>, ValueTask> then, params object?[] values) =>
        PostAsync(new PostgresStatement.Query<T>(sql, values, map, then: then));

    public ValueTask TallyAsync(string level, string name, long by)
    {
        tallies[(level, name)] = tallies.GetValueOrDefault((level, name)) + by;
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends what was posted or counted and not sent yet, and what follows from it.</summary>
    public async ValueTask EndAsync()
    {
        while (true)
        {
            while (posted.Count > 0) await SendAsync([]);
            if (tallies.Count == 0) return;
            foreach (var (counter, by) in tallies.Where(tally => tally.Value != 0)) await PostAsync(Counters.Add, counter.Level, counter.Name, by);
            tallies.Clear();
        }
    }

    public async ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : class => await ReadAsync(sql, values, map, 1) is [var first] ? first : null;

    public async ValueTask<T?> FirstValueAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : struct => await ReadAsync(sql, values, map, 1) is [var first] ? first : null;

    public async ValueTask<T?> ScalarAsync<T>(string sql, params object?[] values)
        where T : struct => await ReadAsync(sql, values, Scalar<T>, 1) is [{ } first] ? first : null;

    public ValueTask<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values) => ReadAsync(sql, values, map, int.MaxValue);

    /// <summary>The first column as a value; true and false are stored as 1 and 0.</summary>
    public static T? Scalar<T>(DbDataReader row)
        where T : struct => row.IsDBNull(0) ? null : typeof(T) == typeof(bool) ? (T)(object)row.GetFlag(0) : row.GetFieldValue<T>(0);

    private async ValueTask<List<T>> ReadAsync<T>(string sql, object?[] values, Func<DbDataReader, T> map, int most)
    {
        var query = new PostgresStatement.Query<T>(sql, values, map, most);
        await SendAsync([query]);
        return query.Rows;
    }

    private ValueTask PostAsync(PostgresStatement statement)
    {
        posted.Add(statement);
        return posted.Count < PostedAtMost ? ValueTask.CompletedTask : SendAsync([]);
    }

    // In one message to the server: what was posted, in its order, and what is asked now.
    private async ValueTask SendAsync(IReadOnlyList<PostgresStatement> last)
    {
        List<PostgresStatement> statements = [.. posted, .. last];
        posted.Clear();
        await PostgresStatement.SendAsync(connection, statements, blocks, cancel);
        HasAnswered = true;
        foreach (var statement in statements) await statement.FollowAsync();
    }
}
