using Npgsql;

namespace Hub.Storage;

/// <summary>Carries short words between the nodes of one database (https://www.postgresql.org/docs/15/sql-notify.html). None is kept for who does not listen.</summary>
internal sealed class PostgresBell(string connectionString) : IAsyncDisposable
{
    private const string Channel = "hub";

    private readonly NpgsqlDataSource source = PostgresConnections.Bell(connectionString);

    /// <summary>Says something to all who listen, the sender included.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot be reached.</exception>
    public async Task SayAsync(string words, CancellationToken cancel)
    {
        try
        {
            await using var command = source.CreateCommand($"SELECT pg_notify('{Channel}', $1)");
            command.Parameters.Add(new NpgsqlParameter { Value = words });
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (Exception failure) when (PostgresFailures.IsUnavailable(failure))
        {
            throw new StoreUnavailableException($"The other nodes cannot be told: {PostgresFailures.Tell(failure)}", failure);
        }
    }

    /// <summary>Listens until cancelled.</summary>
    /// <exception cref="StoreUnavailableException">The connection broke; what was said meanwhile is not heard.</exception>
    public async Task ListenAsync(Action<string> hear, CancellationToken cancel)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            connection.Notification += (_, told) => hear(told.Payload);
            await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(cancel);
            while (!cancel.IsCancellationRequested) await connection.WaitAsync(cancel);
        }
        catch (Exception failure) when (PostgresFailures.IsUnavailable(failure))
        {
            throw new StoreUnavailableException($"The other nodes cannot be heard: {PostgresFailures.Tell(failure)}", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();
}
