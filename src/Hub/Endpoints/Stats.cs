using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>The accepted webhooks: received = applied + noop + parked + pending.</summary>
/// <param name="Received">All of them.</param>
/// <param name="Applied">Changed stored state or made a command.</param>
/// <param name="Noop">Changed nothing.</param>
/// <param name="Parked">Set aside, with something parked in them.</param>
/// <param name="Pending">Not finished yet.</param>
internal sealed record WebhookStats(long Received, long Applied, long Noop, long Parked, long Pending);

/// <summary>The events: received = applied + noop + parked + pending.</summary>
/// <param name="Received">All of them.</param>
/// <param name="Applied">Changed stored state or made a command.</param>
/// <param name="Noop">Changed nothing.</param>
/// <param name="Parked">Set aside.</param>
/// <param name="Pending">Not finished yet.</param>
/// <param name="Reasons">How often each reason was given.</param>
internal sealed record EventStats(long Received, long Applied, long Noop, long Parked, long Pending, IReadOnlyDictionary<string, long> Reasons);

/// <summary>The commands: created = done + refused + cancelled + parked + unknown + pending.</summary>
/// <param name="Created">All of them.</param>
/// <param name="Done">Accepted by the vendor.</param>
/// <param name="Refused">Refused by the gate or by a settled failure.</param>
/// <param name="Cancelled">Not wanted any more.</param>
/// <param name="Parked">Set aside.</param>
/// <param name="Unknown">Nobody knows yet whether it happened.</param>
/// <param name="Pending">Not finished yet.</param>
/// <param name="Reasons">How often each reason was given.</param>
internal sealed record CommandStats(long Created, long Done, long Refused, long Cancelled, long Parked, long Unknown, long Pending, IReadOnlyDictionary<string, long> Reasons);

/// <summary>The files that came with messages, as they stand now.</summary>
/// <param name="Pending">To be fetched.</param>
/// <param name="Stored">Here, whole and checked.</param>
/// <param name="Refused">Not taken: too large, or not what was announced.</param>
/// <param name="Gone">Not given by the vendor.</param>
internal sealed record MediaStats(long Pending, long Stored, long Refused, long Gone);

/// <summary>All counts, of one moment.</summary>
/// <param name="Webhooks">The webhooks.</param>
/// <param name="Events">The events.</param>
/// <param name="Commands">The commands.</param>
/// <param name="Requests">The requests at webhook addresses that are answered without being stored.</param>
/// <param name="Forgotten">Of those above, how many have been deleted since, because their time was over: by level and state, as <c>commands.done</c>.</param>
/// <param name="Reconciliation">What comparisons with vendors found, and <c>repaired</c>: what of it no webhook had brought.</param>
internal sealed record Stats(
    WebhookStats Webhooks, EventStats Events, CommandStats Commands, IReadOnlyDictionary<string, long> Requests, IReadOnlyDictionary<string, long> Forgotten,
    IReadOnlyDictionary<string, long> Reconciliation)
{
    /// <summary>The files that came with messages.</summary>
    public required MediaStats Media { get; init; }

    /// <summary>The counts in the words of the API; a counter that is not there is 0.</summary>
    public static Stats Of(IReadOnlyList<Counter> counters)
    {
        var values = counters.ToDictionary(counter => (counter.Level, counter.Name), counter => counter.Value);
        long Webhooks(string name) => values.GetValueOrDefault(("webhooks", name));
        long Events(string name) => values.GetValueOrDefault(("events", name));
        long Commands(string name) => values.GetValueOrDefault(("commands", name));
        long Media(string name) => values.GetValueOrDefault((Storage.Media.Level, name));
        SortedDictionary<string, long> Level(string level) =>
            new(counters.Where(counter => counter.Level == level && counter.Value != 0).ToDictionary(counter => counter.Name, counter => counter.Value), StringComparer.Ordinal);
        return new Stats(
            new(Webhooks("received"), Webhooks("applied"), Webhooks("noop"), Webhooks("parked"), Webhooks("pending")),
            new(Events("received"), Events("applied"), Events("noop"), Events("parked"), Events("pending"), Level("events.reasons")),
            new(Commands("created"), Commands("done"), Commands("refused"), Commands("cancelled"), Commands("parked"), Commands("unknown"), Commands("pending"), Level("commands.reasons")),
            new SortedDictionary<string, long>(
                Enum.GetValues<UnstoredRequest>().Select(RequestCounters.Name).ToDictionary(name => name, name => values.GetValueOrDefault((QueryStats.Requests, name))), StringComparer.Ordinal),
            Level(Storage.Forgotten.Level),
            new SortedDictionary<string, long>(((string[])["found", "repaired"]).ToDictionary(name => name, name => values.GetValueOrDefault((Reconciler.Level, name))), StringComparer.Ordinal))
        {
            Media = new(Media(Storage.Media.Pending), Media(Storage.Media.Stored), Media(Storage.Media.Refused), Media(Storage.Media.Gone)),
        };
    }
}
