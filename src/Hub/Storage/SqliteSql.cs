using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>
/// <see cref="ISql"/> on one SQLite connection, with its prepared statements. Every statement completes synchronously on the thread that called
/// <see cref="Run{T}"/>; a statement from elsewhere, or after the work has returned, is refused.
/// </summary>
internal sealed class SqliteSql(SqliteConnection connection) : ISql, ISqlRunner, IDisposable
{
    private const int NobodysThread = 0;
    private const int MostPrepared = 512;

    private readonly Dictionary<string, SqliteStatement> prepared = new(StringComparer.Ordinal);
    private int thread = NobodysThread;

    /// <summary>What the work has counted; whoever commits it writes it.</summary>
    public Tallies Counted { get; } = new();

    /// <inheritdoc/>
    public T Run<T>(Func<ISql, ValueTask<T>> work)
    {
        Volatile.Write(ref thread, Environment.CurrentManagedThreadId);
        try
        {
            var result = work(this);
            if (result.IsCompletedSuccessfully) return result.Result;
            var failed = result.AsTask();
            return failed.IsCompleted
                ? failed.GetAwaiter().GetResult()
                : throw new InvalidOperationException("Work inside a transaction may await nothing but its statements.");
        }
        finally
        {
            Volatile.Write(ref thread, NobodysThread);
        }
    }

    /// <summary>Runs a statement that belongs to no work: the beginning and the end of a transaction.</summary>
    public void Execute(string sql)
    {
        Volatile.Write(ref thread, Environment.CurrentManagedThreadId);
        try
        {
            Change(sql, []);
        }
        finally
        {
            Volatile.Write(ref thread, NobodysThread);
        }
    }

    public ValueTask<int> ExecuteAsync(string sql, params object?[] values) => ValueTask.FromResult(Change(sql, values));

    public ValueTask PostAsync(string sql, params object?[] values)
    {
        Change(sql, values);
        return ValueTask.CompletedTask;
    }

    public ValueTask PostThenAsync(string sql, Func<int, ValueTask> then, params object?[] values) => then(Change(sql, values));

    public ValueTask AskThenAsync<T>(string sql, Func<DbDataReader, T> map, Func<List<T>, ValueTask> then, params object?[] values) => then(List(sql, map, values));

    public ValueTask<List<int>> ExecuteEachAsync(string sql, IReadOnlyList<object?[]> each)
    {
        var changed = new List<int>(each.Count);
        foreach (var values in each) changed.Add(Change(sql, values));
        return ValueTask.FromResult(changed);
    }

    public ValueTask<List<List<T>>> ListEachAsync<T>(string sql, Func<DbDataReader, T> map, IReadOnlyList<object?[]> each) =>
        ValueTask.FromResult(each.Select(values => List(sql, map, values)).ToList());

    public ValueTask TallyAsync(string level, string name, long by)
    {
        Counted.Add(level, name, by);
        return ValueTask.CompletedTask;
    }

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : class =>
        ValueTask.FromResult(WithStatement<T?, Func<DbDataReader, T>>(sql, values, static (statement, map) => statement.Step() ? map(statement.Row) : null, map));

    public ValueTask<T?> FirstValueAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : struct =>
        ValueTask.FromResult(WithStatement<T?, Func<DbDataReader, T>>(sql, values, static (statement, map) => statement.Step() ? map(statement.Row) : null, map));

    public ValueTask<T?> ScalarAsync<T>(string sql, params object?[] values)
        where T : struct =>
        ValueTask.FromResult(WithStatement<T?, int>(
            sql, values, static (statement, _) => statement.Step() && !statement.Row.IsDBNull(0) ? statement.Row.GetFieldValue<T>(0) : null, state: 0));

    public ValueTask<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values) => ValueTask.FromResult(List(sql, map, values));

    public void Dispose() => Forget();

    private int Change(string sql, object?[] values) => WithStatement(
        sql,
        values,
        static (statement, _) =>
        {
            while (statement.Step())
            {
                // What it answers nobody asks for.
            }

            return statement.Changed;
        },
        state: 0);

    private List<T> List<T>(string sql, Func<DbDataReader, T> map, object?[] values) => WithStatement(
        sql,
        values,
        static (statement, map) =>
        {
            var list = new List<T>();
            while (statement.Step()) list.Add(map(statement.Row));

            return list;
        },
        map);

    private TResult WithStatement<TResult, TState>(string sql, object?[] values, Func<SqliteStatement, TState, TResult> use, TState state)
    {
        if (Volatile.Read(ref thread) != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A statement belongs inside the work that received it, on the same thread.");
        }

        // A map which runs the same statement gets one of its own.
        if (!prepared.TryGetValue(sql, out var statement)) statement = Keep(sql);
        else if (statement.IsInUse) return WithOwn(sql, values, use, state);
        statement.IsInUse = true;
        var isWhole = false;
        try
        {
            statement.Bind(values);
            var result = use(statement, state);
            statement.Reset();
            isWhole = true;
            return result;
        }
        finally
        {
            statement.IsInUse = false;
            if (!isWhole) Drop(sql, statement);
        }
    }

    private TResult WithOwn<TResult, TState>(string sql, object?[] values, Func<SqliteStatement, TState, TResult> use, TState state)
    {
        using var statement = SqliteStatement.Prepare(connection.Handle!, sql);
        statement.Bind(values);
        return use(statement, state);
    }

    private SqliteStatement Keep(string sql)
    {
        if (prepared.Count >= MostPrepared) Forget();
        var statement = SqliteStatement.Prepare(connection.Handle!, sql);
        prepared.Add(sql, statement);
        return statement;
    }

    // What failed is made anew.
    private void Drop(string sql, SqliteStatement statement)
    {
        prepared.Remove(sql);
        statement.Dispose();
    }

    // What is in use goes with its use.
    private void Forget()
    {
        foreach (var (sql, statement) in prepared.Where(pair => !pair.Value.IsInUse).ToList())
        {
            statement.Dispose();
            prepared.Remove(sql);
        }
    }
}
