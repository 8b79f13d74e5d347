using System.Data;
using System.Threading.Channels;
using Npgsql;

namespace Hub.Storage;

/// <summary>
/// Reads for the work that runs all the time: what asks while others are being answered is answered together, on one snapshot, and what they ask at the same
/// time goes to the server as one message. It is to the readers what the shared transaction is to the writers.
/// </summary>
internal sealed class PostgresReader : IAsyncDisposable
{
    private const int Loops = 2;
    private const int Together = 64;

    private readonly PostgresDatabase database;
    private readonly NpgsqlDataSource source;
    private readonly TimeProvider time;
    private readonly Channel<PostgresReading> waiting = Channel.CreateUnbounded<PostgresReading>();
    private readonly Task serving;

    /// <summary>Begins to serve.</summary>
    /// <param name="database">Runs alone what cannot be answered together.</param>
    /// <param name="source">The connections.</param>
    /// <param name="time">The clock that limits reads.</param>
    public PostgresReader(PostgresDatabase database, NpgsqlDataSource source, TimeProvider time)
    {
        this.time = time;
        this.database = database;
        this.source = source;
        serving = Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(ServeAsync)));
    }

    /// <summary>Runs work that reads a little.</summary>
    public Task<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel)
    {
        var reading = new PostgresReading<T>(work, cancel);
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(reading), this);
        return reading.Answer;
    }

    /// <summary>Takes no more and finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await serving;
    }

    private async Task ServeAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var group = new List<PostgresReading>();
            while (group.Count < Together && waiting.Reader.TryRead(out var reading)) group.Add(reading);
            if (group.Count == 0) continue;
            try
            {
                await AnswerAsync(group);
            }

            // The border between the store and the work of others: one that fails takes none of the others with it.
            catch (Exception)
            {
                await Task.WhenAll(group.Select(reading => reading.RunAloneAsync(database)));
            }
        }
    }

    private async Task AnswerAsync(List<PostgresReading> group)
    {
        using var limit = new CancellationTokenSource(PostgresDatabase.ReadLimit, time);
        await using var connection = await source.OpenConnectionAsync(limit.Token);
        await using (var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, limit.Token))
        {
            group.RemoveAll(reading => !reading.TryBegin());
            var asked = new List<PostgresStatement>();
            while (true)
            {
                foreach (var reading in group) reading.Collect(asked);
                if (asked.Count == 0) break;
                await PostgresStatement.SendAsync(connection, asked, blocks: false, limit.Token);
                foreach (var statement in asked) await statement.FollowAsync();
                asked.Clear();
            }
        }

        foreach (var reading in group) reading.Complete();
    }
}
