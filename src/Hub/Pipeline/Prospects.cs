using System.Text.Json;
using Hub.Connections;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What will become of an event that is not stored yet.</summary>
/// <param name="Occasion">The event before the routes that run on it.</param>
/// <param name="Look">What they saw.</param>
/// <param name="Decisions">What they decide.</param>
internal sealed record Prospect(Occasion Occasion, Look Look, IReadOnlyList<Decision> Decisions);

/// <summary>
/// Evaluates events as they are read, so that each is stored and applied in one transaction. It leaves to the event's own line whatever is out of the ordinary: what has to be fetched or waited
/// for, what a failed message leads to, and what fails.
/// </summary>
internal sealed partial class Prospects(
    IDatabase database, ConnectionRegistry connections, SnapshotStore snapshots, EvaluationBorder border, Tracing tracing, TimeProvider time, ILogger<Prospects> logger)
{
    /// <summary>So many webhooks are evaluated together, and stored in one transaction: those that wait for their answer wait for it too.</summary>
    public const int AtOnce = 32;

    /// <summary>What will become of some events, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, Prospect>> OfAsync(IReadOnlyList<(NewEvent Event, IncomingEvent Incoming)> events, CancellationToken cancel)
    {
        if (snapshots.Active is not { } files) return Nothing;
        try
        {
            var found = new Dictionary<string, Prospect>(StringComparer.Ordinal);
            var occasions = events.Select(e => OccasionOf(e.Event, e.Incoming, files)).OfType<Occasion>().ToList();
            var looks = await LooksAsync(occasions, cancel);
            foreach (var (occasion, look) in occasions.Zip(looks))
            {
                using var span = tracing.BeginEvent(occasion.Row);
                var decisions = Decision.AllOf(border, occasion, look);
                if (decisions.All(decision => decision.Outcome is not RouteOutcome.Failed)) found[occasion.Row.Id] = new(occasion, look, decisions);
            }

            return found;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // The border of evaluating ahead: what fails here fails again in the line of the event, where it is counted.
            if (e is not (StoreUnavailableException or StoreTimeoutException)) LogNotEvaluated(logger, new(e));
            return Nothing;
        }
    }

    private static IReadOnlyDictionary<string, Prospect> Nothing { get; } = new Dictionary<string, Prospect>();

    private async Task<List<Look>> LooksAsync(List<Occasion> occasions, CancellationToken cancel)
    {
        if (occasions.Count == 0) return [];
        var now = time.GetUtcNow();
        return await database.AskAsync(
            async sql =>
            {
                var looks = new List<Look>(occasions.Count);
                foreach (var occasion in occasions) looks.Add(await Look.TakeAsync(sql, occasion, border, now));
                return looks;
            },
            cancel);
    }

    private Occasion? OccasionOf(NewEvent e, IncomingEvent incoming, Snapshot files)
    {
        if (e is not { NoopReason: null, Completeness: EventCompleteness.Complete }) return null;
        var envelope = EventEnvelope.Of(incoming);

        // What became of a failed message is found in the stored event; and templates are fetched after it.
        if (envelope is not { EchoOf: null, Fact: not (ConversationFact.TemplatesChanged or ConversationFact.StatusReported { Failure: not null }) }) return null;
        var type = connections.Find(e.Connection)!.Connector.Events.First(type => type.Name == e.Type);
        var row = new EventRow(
            0, e.Id, e.Webhook, e.Source, e.Connection, e.Type, e.Account, e.Subject, e.OccurredAt, e.ArrivedAt, e.Completeness, e.Version, e.Envelope, e.Data,
            null, null, e.State, null, 0, false, 0, DateTimeOffset.UnixEpoch);

        // Routes see the record as a replay will: as it is stored.
        var isSeen = files.On(e.Type).Count > 0;
        var occasion = Occasions.Narrow(row, type, envelope, isSeen ? JsonSerializer.Deserialize(e.Data, type.Data)! : incoming.Data, files);

        // It may name a record whose link is still being made.
        return envelope.Ends.Count > 0 && occasion.Routes.Any(route => route.Find is FindBy.ByLink { FromLeft: false }) ? null : occasion;
    }
}
