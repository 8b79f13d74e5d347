using System.Data.Common;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Hub.Storage;

/// <summary>
/// A statement on its way to the server. Every parameter is sent as text without a type, which the server takes from where it stands: so a statement is
/// prepared once whatever its values are, and one whose types the server cannot tell fails at its first use, not at its first null.
/// </summary>
internal abstract class PostgresStatement(string sql, object?[] values)
{
    // What PostgreSQL's text cannot hold (https://www.postgresql.org/docs/15/datatype-character.html), and what no UTF-8 can.
    private const char Replacement = '\ufffd';

    private readonly NpgsqlBatchCommand command = Prepare(sql, values);

    /// <summary>Sends statements in their order, in one message, and reads what the server answers to all of them.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="statements">The statements.</param>
    /// <param name="blocks">Whether the calling thread waits for the answer.</param>
    /// <param name="cancel">Stops statements that do not block.</param>
    public static async ValueTask SendAsync(NpgsqlConnection connection, IReadOnlyList<PostgresStatement> statements, bool blocks, CancellationToken cancel)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements) batch.BatchCommands.Add(statement.command);
        var rows = blocks ? batch.ExecuteReader() : await batch.ExecuteReaderAsync(cancel);
        try
        {
            // Only those that answer with rows have a place in the answer.
            var isFirst = true;
            foreach (var statement in statements)
            {
                if (!statement.HasRows) continue;
                if (!isFirst) _ = blocks ? rows.NextResult() : await rows.NextResultAsync(cancel);
                isFirst = false;
                while (blocks ? rows.Read() : await rows.ReadAsync(cancel)) statement.Take(rows);
            }
        }
        finally
        {
            // What comes after the last rows is read here too.
            if (blocks) rows.Dispose();
            else await rows.DisposeAsync();
        }
    }

    /// <summary>The number of rows that it changed, after it was sent.</summary>
    protected int Changed => command.RecordsAffected;

    /// <summary>Whether it answers with rows, be they none.</summary>
    protected virtual bool HasRows => false;

    /// <summary>Takes a row of its answer.</summary>
    protected virtual void Take(DbDataReader row)
    {
    }

    /// <summary>Does what follows from its answer, when those of all that were sent with it are there.</summary>
    public virtual ValueTask FollowAsync() => ValueTask.CompletedTask;

    private static NpgsqlBatchCommand Prepare(string sql, object?[] values)
    {
        var prepared = new NpgsqlBatchCommand(sql);
        foreach (var value in values) prepared.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = (object?)TextOf(value) ?? DBNull.Value });
        return prepared;
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

    /// <summary>A statement that changes rows.</summary>
    public sealed class Change(string sql, object?[] values, Func<int, ValueTask>? then = null) : PostgresStatement(sql, values)
    {
        /// <summary>How many rows it changed.</summary>
        public int Rows => Changed;

        /// <inheritdoc/>
        public override ValueTask FollowAsync() => then is null ? ValueTask.CompletedTask : then(Changed);
    }

    /// <summary>A statement that answers with rows.</summary>
    public sealed class Query<T>(string sql, object?[] values, Func<DbDataReader, T> map, int most = int.MaxValue, Func<List<T>, ValueTask>? then = null) : PostgresStatement(sql, values)
    {
        /// <summary>The rows of the answer, the first of them where not all are wanted.</summary>
        public List<T> Rows { get; } = [];

        /// <inheritdoc/>
        protected override bool HasRows => true;

        /// <inheritdoc/>
        public override ValueTask FollowAsync() => then is null ? ValueTask.CompletedTask : then(Rows);

        /// <inheritdoc/>
        protected override void Take(DbDataReader row)
        {
            if (Rows.Count < most) Rows.Add(map(row));
        }
    }
}
