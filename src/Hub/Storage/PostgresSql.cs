using System.Data.Common;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Hub.Storage;

/// <summary>
/// <see cref="ISql"/> on one PostgreSQL connection. Every parameter is sent as text without a type, which the server takes from where it stands:
/// so a statement is prepared once whatever its values are, and one whose types the server cannot tell fails at its first use, not at its first null.
/// </summary>
/// <param name="connection">The connection, in a transaction.</param>
/// <param name="blocks">Whether statements complete synchronously on the thread that calls.</param>
/// <param name="cancel">Stops a statement that does not block.</param>
internal sealed class PostgresSql(NpgsqlConnection connection, bool blocks, CancellationToken cancel) : ISql, ISqlRunner
{
    // What PostgreSQL's text cannot hold (https://www.postgresql.org/docs/15/datatype-character.html), and what no UTF-8 can.
    private const char Replacement = '\ufffd';

    private const int PostedAtMost = 64;

    private readonly List<NpgsqlBatchCommand> posted = [];

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
        var last = Prepare(sql, values);
        using var batch = Gather(last);
        if (blocks) batch.ExecuteNonQuery();
        else await batch.ExecuteNonQueryAsync(cancel);
        return last.RecordsAffected;
    }

    public ValueTask PostAsync(string sql, params object?[] values)
    {
        posted.Add(Prepare(sql, values));
        return posted.Count < PostedAtMost ? ValueTask.CompletedTask : FlushAsync();
    }

    /// <summary>Sends what was posted and not sent yet.</summary>
    public async ValueTask FlushAsync()
    {
        if (posted.Count == 0) return;
        using var batch = Gather(null);
        if (blocks) batch.ExecuteNonQuery();
        else await batch.ExecuteNonQueryAsync(cancel);
    }

    public async ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : class => await ReadAsync(sql, values, map, 1) is [var first] ? first : null;

    public async ValueTask<T?> FirstValueAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
        where T : struct => await ReadAsync(sql, values, map, 1) is [var first] ? first : null;

    public async ValueTask<T?> ScalarAsync<T>(string sql, params object?[] values)
        where T : struct => await ReadAsync(sql, values, Scalar<T>, 1) is [{ } first] ? first : null;

    public ValueTask<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values) => ReadAsync(sql, values, map, int.MaxValue);

    private async ValueTask<List<T>> ReadAsync<T>(string sql, object?[] values, Func<DbDataReader, T> map, int most)
    {
        using var batch = Gather(Prepare(sql, values));

        // Only the last of them answers with rows.
        var rows = blocks ? batch.ExecuteReader() : await batch.ExecuteReaderAsync(cancel);
        try
        {
            var list = new List<T>();
            while (list.Count < most && (blocks ? rows.Read() : await rows.ReadAsync(cancel))) list.Add(map(rows));
            return list;
        }
        finally
        {
            if (blocks) rows.Dispose();
            else await rows.DisposeAsync();
        }
    }

    // True and false are stored as 1 and 0.
    private static T? Scalar<T>(DbDataReader row)
        where T : struct => row.IsDBNull(0) ? null : typeof(T) == typeof(bool) ? (T)(object)row.GetFlag(0) : row.GetFieldValue<T>(0);

    private static NpgsqlBatchCommand Prepare(string sql, object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = (object?)TextOf(value) ?? DBNull.Value });
        return command;
    }

    // In one message to the server: what was posted, in its order, and what is asked now.
    private NpgsqlBatch Gather(NpgsqlBatchCommand? last)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var command in posted) batch.BatchCommands.Add(command);
        posted.Clear();
        if (last is not null) batch.BatchCommands.Add(last);
        return batch;
    }

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        string text => Storable(text),
        long or int or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "1" : "0",
        byte[] bytes => $@"\x{Convert.ToHexStringLower(bytes)}",
        DateTimeOffset time => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no form in the store.", nameof(value)),
    };

    private static string Storable(string text)
    {
        if (!text.Contains('\0') && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text;
        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) storable.Append(rune.Value == 0 ? Replacement.ToString() : rune.ToString());
        return storable.ToString();
    }
}
