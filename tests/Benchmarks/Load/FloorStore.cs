using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Load;

/// <summary>What the hub's store cannot be faster than: one thread, one connection, prepared statements, one commit with an fsync for all that came during the last.</summary>
internal sealed class FloorStore : IDisposable
{
    private const int BatchSize = 256;

    private readonly SqliteConnection connection;
    private readonly Channel<FloorOperation> queue = Channel.CreateUnbounded<FloorOperation>(new() { SingleReader = true });
    private readonly Dictionary<string, SqliteCommand> prepared = [];
    private readonly Thread thread;

    public FloorStore(string file)
    {
        connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute("PRAGMA wal_autocheckpoint = 2000");
        foreach (var table in FloorWork.Tables) Execute(table);
        thread = new(Serve) { IsBackground = true, Name = "floor-writer" };
        thread.Start();
    }

    /// <summary>Runs statements in one transaction with what else waits.</summary>
    /// <returns>Ends when they are durable.</returns>
    public Task WriteAsync(params FloorStatement[] statements)
    {
        var operation = new FloorOperation(statements);
        queue.Writer.TryWrite(operation);
        return operation.Done.Task;
    }

    public void Dispose()
    {
        queue.Writer.Complete();
        thread.Join();
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
    }

    private void Serve()
    {
        var batch = new List<FloorOperation>(BatchSize);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < BatchSize && queue.Reader.TryRead(out var operation)) batch.Add(operation);
            Execute("BEGIN IMMEDIATE");
            foreach (var operation in batch)
            {
                Execute("SAVEPOINT operation");
                foreach (var statement in operation.Statements) Execute(statement.Sql, statement.Values);
                Execute("RELEASE operation");
            }

            Execute("COMMIT");
            foreach (var operation in batch) operation.Done.SetResult();
        }
    }

    private void Execute(string sql, params ReadOnlySpan<object> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new($"${(char)('1' + i)}", values[i]));
            prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}

/// <summary>One statement.</summary>
/// <param name="Sql">With at most nine values, $1 to $9.</param>
/// <param name="Values">Their values.</param>
internal sealed record FloorStatement(string Sql, params object[] Values);

/// <summary>What is to be durable together.</summary>
internal sealed record FloorOperation(FloorStatement[] Statements)
{
    /// <summary>Ends when it is durable; never on the writer's thread.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
