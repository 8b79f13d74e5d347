using System.Text.Json;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Fetches what a webhook has left out, and makes one event of the hints for one record.</summary>
internal sealed class EventFetching(IDatabase database, GuardedReads reads, Wakeups wakeups, FaultTrigger faults, TimeProvider time)
{
    // With so many of a connection's lines in memory the rest waits in the store, where it costs nothing.
    private const int Crowd = 500;

    // Hints for one record join: until it was quiet for so long, but never longer after the first.
    private static readonly TimeSpan HintQuiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HintAtMost = TimeSpan.FromSeconds(10);

    // A vendor that does not answer leaves the others their places.
    private readonly Places places = new(Processor.Parallel / 8, Crowd);

    /// <summary>How many events wait for a place to be fetched.</summary>
    public int Waiting => places.Waiting;

    /// <summary>The connections of which so many events wait that no more should be begun.</summary>
    public IReadOnlyList<string> Crowded => places.Crowded;

    /// <summary>When the hints for one record are fetched.</summary>
    /// <param name="hints">The hints, oldest first; one at least.</param>
    /// <param name="now">Business time: what arrived later than that was timed by a clock that has been set back, and joins nothing.</param>
    public static DateTimeOffset DueOf(IReadOnlyList<EventRow> hints, DateTimeOffset now)
    {
        if (hints[^1].ArrivedAt > now) return now;
        var quiet = hints[^1].ArrivedAt + HintQuiet;
        var atMost = hints[0].ArrivedAt + HintAtMost;
        return quiet < atMost ? quiet : atMost;
    }

    /// <summary>Waits for a place among the fetches of a connection, for as long as it takes; of those that wait the oldest event is next.</summary>
    /// <param name="row">The stored event.</param>
    /// <param name="stopping">Gives the wait up.</param>
    /// <returns>The place, given back by disposing of it; null where the wait was given up.</returns>
    public async Task<IDisposable?> EnterAsync(EventRow row, CancellationToken stopping)
    {
        if (places.TryEnter(row.Connection, out var free)) return free;
        var place = places.EnterAsync(row.Connection, row.Seq, stopping);

        // The runner's own place is free for another line meanwhile.
        wakeups.Signal(Lines.Events);
        return await place;
    }

    /// <summary>Fetches what an event lacks.</summary>
    /// <param name="row">The stored event.</param>
    /// <param name="hints">The hints that were gathered with it, where it is one.</param>
    /// <param name="connection">The connection that reported it.</param>
    /// <param name="cancel">Ends the call.</param>
    public async Task<Completion> FetchAsync(EventRow row, IReadOnlyList<EventRow> hints, Connection connection, CancellationToken cancel)
    {
        var incoming = Restore(row, connection) with { Hints = row.Completeness == EventCompleteness.Hint ? [.. hints.Select(hint => Restore(hint, connection))] : [] };
        if (row.Version is { } version) incoming = incoming with { AppliedStamp = await database.AskAsync(sql => Events.StampAsync(sql, row.Connection, version.Record), cancel) };
        return await reads.AskAsync(
            new(connection.Name, row.Type), () => AskAsync(incoming, connection, cancel), failure => new Completion.Failed(failure), answer => (answer as Completion.Failed)?.Failure);
    }

    /// <summary>The hints for one record end; what was fetched goes on as one event, in the same line.</summary>
    public async Task StoreAsync(IReadOnlyList<EventRow> hints, IncomingEvent fetched, Connection connection, CancellationToken cancel)
    {
        var type = connection.Connector.Events.First(e => e.Name == fetched.Type);
        var now = time.GetUtcNow();
        var first = hints[0];
        var key = Keys.Hash("delivery", first.Connection, "completed", fetched.DeliveryKey, first.Id);
        var factKey = fetched.FactKey is { } fact ? Keys.Hash("fact", first.Connection, fact) : null;
        List<byte[]> further = [.. fetched.FurtherFacts.Select(other => Keys.Hash("fact", first.Connection, other))];
        faults.Pass(FaultPoint.BeforeHintsJoined);
        await database.WriteAsync(
            WriteKind.Apply,
            async sql =>
            {
                var wasPolled = factKey is not null ? await WasPolledAsync(sql, factKey, now) : further.Count > 0;
                if (factKey is null || !wasPolled)
                {
                    var werePolled = true;
                    foreach (var other in further) werePolled &= await WasPolledAsync(sql, other, now);
                    wasPolled &= werePolled;
                }

                if (!wasPolled) await Lines.OpenAsync(sql, Lines.Events, first.Subject, Lane.Interactive, now);
                await Events.KeepKeyAsync(sql, key, polled: false, now);
                await Events.InsertAsync(sql, new()
                {
                    Id = Convert.ToHexStringLower(key),
                    Webhook = null,
                    Source = "completion",
                    Connection = first.Connection,
                    Type = fetched.Type,
                    Account = first.Account,
                    Subject = first.Subject,
                    OccurredAt = fetched.OccurredAt,
                    ArrivedAt = first.ArrivedAt,
                    Completeness = EventCompleteness.Complete,
                    Version = fetched.Version,
                    Envelope = JsonSerializer.Serialize(EventEnvelope.Of(fetched), PipelineJson.Default.EventEnvelope),
                    Data = JsonSerializer.Serialize(fetched.Data, type.Data),
                    NoopReason = wasPolled ? "duplicate" : null,
                });
                foreach (var hint in hints) await Events.CloseAsync(sql, hint, "noop", "coalesced", null, now);
                faults.Pass(FaultPoint.InHintsJoined);
                return true;
            },
            cancel);
        faults.Pass(FaultPoint.AfterHintsJoined);
    }

    // Keeps the key of a fact that is told now.
    private static async ValueTask<bool> WasPolledAsync(ISql sql, byte[] fact, DateTimeOffset now) =>
        !await Events.KeepKeyAsync(sql, fact, polled: false, now) && await Events.WasPolledAsync(sql, fact);

    private static IncomingEvent Restore(EventRow row, Connection connection)
    {
        var envelope = JsonSerializer.Deserialize(row.Envelope, PipelineJson.Default.EventEnvelope)!;
        return new()
        {
            Type = row.Type,
            Account = row.Account,
            Subject = row.Subject[(row.Connection.Length + 1)..],
            DeliveryKey = envelope.DeliveryKey,
            OccurredAt = row.OccurredAt,
            Version = row.Version,
            Data = JsonSerializer.Deserialize(row.Data, connection.Connector.Events.First(e => e.Name == row.Type).Data)!,
            Ends = envelope.Ends,
            Terms = envelope.Terms,
            Fact = envelope.Fact,
            EchoOf = envelope.EchoOf,
            MadeBy = envelope.MadeBy,
            Reported = envelope.Reported,
        };
    }

    private static async Task<Completion> AskAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel)
    {
        try
        {
            return await connection.Connector.CompleteAsync(incoming, connection, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !cancel.IsCancellationRequested)
        {
            return new Completion.Failed(VendorErrors.OfNetwork(e));
        }
    }
}
