using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>
/// <see cref="ISql"/> on one SQLite connection, with its prepared commands. Every statement completes synchronously on the thread that called
/// <see cref="Run{T}"/>; a statement from elsewhere, or after the work has returned, is refused.
/// </summary>
internal sealed class SqliteSql(SqliteConnection connection) : ISql, ISqlRunner, IDisposable
{
    private const int NobodysThread = 0;
    private const int MostPrepared = 512;

    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private int thread = NobodysThread;

    /// <summary>What the work has counted; whoever commits it writes it.</summary>
    public Tallies Counted { get; } = new();

    /// <inheritdoc/>
    public T Run<T>(Func<ISql, ValueTask<T>> work)
    {
        Volatile.Write(ref thread, Environment.CurrentManagedThreadId);
        try
        {
            var result = work(this).AsTask();
            return result.IsCompleted
                ? result.GetAwaiter().GetResult()
                : throw new InvalidOperationException("Work inside a transaction may await nothing but its statements.");
        }
        finally
        {
            Volatile.Write(ref thread, NobodysThread);
        }
    }

    public ValueTask<int> ExecuteAsync(string sql, params object?[] values) =>
        ValueTask.FromResult(WithCommand(sql, values, static (command, _) => command.ExecuteNonQuery(), state: 0));

    public ValueTask PostAsync(string sql, params object?[] values)
    {
        WithCommand(sql, values, static (command, _) => command.ExecuteNonQuery(), state: 0);
        return ValueTask.CompletedTask;
    }

    public async ValueTask PostThenAsync(string sql, Func<int, ValueTask> then, params object?[] values) => await then(await ExecuteAsync(sql, values));

    public async ValueTask AskThenAsync<T>(string sql, Func<DbDataReader, T> map, Func<List<T>, ValueTask> then, params object?[] values) =>
        await then(await ListAsync(sql, map, values));

    public async ValueTask<List<int>> ExecuteEachAsync(string sql, IReadOnlyList<object?[]> each)
    {
        var changed = new List<int>(each.Count);
        foreach (var values in each) changed.Add(await ExecuteAsync(sql, values));
        return changed;
    }

    public ValueTask TallyAsync(string level, string name, long by)
    {
        Counted.Add(level, name, by);
        return ValueTask.CompletedTask;
    }

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : class =>
        ValueTask.FromResult(WithCommand<T?, Func<DbDataReader, T>>(
            sql,
            values,
            static (command, map) =>
            {
                using var rows = command.ExecuteReader();
                return rows.Read() ? map(rows) : null;
            },
            map));

    public ValueTask<T?> FirstValueAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : struct =>
        ValueTask.FromResult(WithCommand<T?, Func<DbDataReader, T>>(
            sql,
            values,
            static (command, map) =>
            {
                using var rows = command.ExecuteReader();
                return rows.Read() ? map(rows) : null;
            },
            map));

    public ValueTask<T?> ScalarAsync<T>(string sql, params object?[] values)
        where T : struct =>
        ValueTask.FromResult(WithCommand<T?, int>(
            sql,
            values,
            static (command, _) =>
            {
                using var rows = command.ExecuteReader();
                return rows.Read() && !rows.IsDBNull(0) ? rows.GetFieldValue<T>(0) : null;
            },
            state: 0));

    public ValueTask<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values) =>
        ValueTask.FromResult(WithCommand(
            sql,
            values,
            static (command, map) =>
            {
                using var rows = command.ExecuteReader();
                var list = new List<T>();
                while (rows.Read()) list.Add(map(rows));

                return list;
            },
            map));

    public void Dispose() => Forget();

    private TResult WithCommand<TResult, TState>(string sql, object?[] values, Func<SqliteCommand, TState, TResult> use, TState state)
    {
        if (Volatile.Read(ref thread) != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A statement belongs inside the work that received it, on the same thread.");
        }

        // Taken out while it is in use, so that a map which runs the same statement gets a command of its own.
        var command = prepared.Remove(sql, out var known) ? known : Prepare(sql);
        try
        {
            Bind(command, values);
            var result = use(command, state);
            Keep(sql, command);
            command = null;
            return result;
        }
        finally
        {
            command?.Dispose();
        }
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Keep(string sql, SqliteCommand command)
    {
        if (prepared.Count >= MostPrepared) Forget();

        if (!prepared.TryAdd(sql, command)) command.Dispose();
    }

    private void Forget()
    {
        foreach (var command in prepared.Values) command.Dispose();

        prepared.Clear();
    }

    private static void Bind(SqliteCommand command, object?[] values)
    {
        var parameters = command.Parameters;
        while (parameters.Count > values.Length) parameters.RemoveAt(parameters.Count - 1);

        for (var i = 0; i < values.Length; i++)
        {
            var value = Stored(values[i]);
            if (i < parameters.Count)
            {
                parameters[i].Value = value;
            }
            else
            {
                parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), value));
            }
        }
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        string or long or int or double or byte[] => value,
        bool flag => flag ? 1L : 0L,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no form in the store.", nameof(value)),
    };
}
