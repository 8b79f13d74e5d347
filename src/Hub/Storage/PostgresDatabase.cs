using System.Data;
using Npgsql;

namespace Hub.Storage;

/// <summary>The store on a PostgreSQL server, which several nodes may share: one writer at a time among all of them, and readers beside it.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    /// <summary>The longest that one snapshot may be read.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource writers;
    private readonly NpgsqlDataSource readers;
    private readonly PostgresWriter writer;
    private readonly PostgresReader reader;
    private readonly TimeProvider time;
    private int disposed;

    private PostgresDatabase(NpgsqlDataSource writers, NpgsqlDataSource readers, TimeProvider time, ILogger logger)
    {
        this.writers = writers;
        this.readers = readers;
        this.time = time;
        writer = new PostgresWriter(writers, logger);
        reader = new PostgresReader(this, readers, time);
    }

    /// <inheritdoc/>
    public bool IsWritable => writer.IsWritable;

    /// <summary>Connects and brings the schema up to date.</summary>
    /// <param name="connectionString">The server, the database and who the hub is there.</param>
    /// <param name="migrations">What this build knows of the schema.</param>
    /// <param name="time">The clock that limits reads.</param>
    /// <param name="logger">Told of migrations and of failures to write.</param>
    /// <exception cref="StoreUnavailableException">The server cannot be reached, the hub is refused, or the database is of a newer version.</exception>
    public static PostgresDatabase Open(string connectionString, Migrations migrations, TimeProvider time, ILogger logger)
    {
        var name = PostgresConnections.NameOf(connectionString);
        try
        {
            using var migrator = PostgresConnections.Migrator(connectionString);
            using var connection = migrator.OpenConnection();
            PostgresSchema.Migrate(connection, name, migrations, logger);
        }
        catch (Exception failure) when (PostgresFailures.IsUnavailable(failure) || failure is NpgsqlException)
        {
            throw new StoreUnavailableException($"The store '{name}' cannot be opened: {PostgresFailures.Tell(failure)}", failure);
        }

        return new(PostgresConnections.Writer(connectionString), PostgresConnections.Readers(connectionString), time, logger);
    }

    /// <inheritdoc/>
    public ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel) => writer.WriteAsync(kind, null, work, cancel);

    /// <inheritdoc/>
    public ValueTask<T> WriteAsync<T>(WriteKind kind, Hold hold, Func<ISql, ValueTask<T>> work, CancellationToken cancel) => writer.WriteAsync(kind, hold, work, cancel);

    /// <inheritdoc/>
    public ValueTask<T> AskAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) =>
        new(reader.ReadAsync(work, cancel));

    /// <inheritdoc/>
    public async ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
        using var limit = new CancellationTokenSource(ReadLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await using var connection = await readers.OpenConnectionAsync(either.Token);
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, either.Token);
            return await work(new PostgresSql(connection, blocks: false, either.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
        {
            cancel.ThrowIfCancellationRequested();
            throw new StoreTimeoutException(ReadLimit, failure);
        }
        catch (Exception failure) when (PostgresFailures.IsUnavailable(failure))
        {
            throw new StoreUnavailableException("The store cannot be read.", failure);
        }
    }

    /// <summary>Finishes what is queued and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        await reader.DisposeAsync();
        await writer.EndAsync();
        await writers.DisposeAsync();
        await readers.DisposeAsync();
    }
}
