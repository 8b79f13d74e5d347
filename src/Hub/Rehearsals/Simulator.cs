using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connections;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Rehearsals;

/// <summary>Runs other mapping files over the stored events of a time, beside those in force: what would have been different. Nothing is sent and nothing is stored.</summary>
internal sealed class Simulator(IDatabase database, ConnectionRegistry connections)
{
    // So many are read at once: a snapshot of the store is held for milliseconds, and the memory does not grow with the time.
    private const int AtOnce = 50;
    private const int BatchesPerReport = 10;

    // The keys of a route that are evaluated when its command is due.
    private static readonly string[] LateKeys = ["read", "when", "with", "outside_window"];

    /// <summary>Runs it.</summary>
    /// <param name="before">The files in force.</param>
    /// <param name="after">The other files.</param>
    /// <param name="from">Where the time begins; it ends now.</param>
    /// <param name="report">Is told how far it has come.</param>
    /// <param name="cancel">Ends it between two batches.</param>
    public async Task<Simulation> RunAsync(Snapshot before, Snapshot after, DateTimeOffset from, Func<SimulationProgress, Task> report, CancellationToken cancel)
    {
        var old = new EventRehearsal(connections, before, from, null);
        var other = new EventRehearsal(connections, after, from, old);
        var rewritten = Rewritten(before, after);
        var tallies = new Dictionary<string, RouteTally>(StringComparer.Ordinal);
        var (first, last) = await database.ReadAsync(sql => History.SpanAsync(sql, "event", "arrived_at", from, null), cancel);
        var (events, skipped) = (0L, 0L);
        var next = first;
        for (var batch = 1; next <= last; batch++)
        {
            var place = next;
            var rows = await database.ReadAsync(sql => ReadAsync(sql, place, old, other), cancel);
            if (rows.Count == 0) break;
            foreach (var (row, was, will) in rows.Where(row => row.Event.Seq <= last && row.Event.ArrivedAt >= from && WasMapped(row.Event)))
            {
                if (was is null || will is null) skipped++;
                else Compare(row, was, will, rewritten, tallies);
                events++;
            }

            next = rows[^1].Event.Seq + 1;
            if (batch % BatchesPerReport == 0) await report(new(events, (double)(next - first) / (last - first + 1)));
        }

        return new(before.Hash, after.Hash, from, events, skipped, [.. tallies.Values.OrderBy(tally => tally.Route, StringComparer.Ordinal)], other.Unsure);
    }

    private static async ValueTask<List<(EventRow Event, RehearsedEvent? Was, RehearsedEvent? Will)>> ReadAsync(ISql sql, long place, EventRehearsal old, EventRehearsal other)
    {
        var rows = new List<(EventRow, RehearsedEvent?, RehearsedEvent?)>();
        foreach (var row in await Events.FromAsync(sql, place, AtOnce))
        {
            var isMapped = WasMapped(row);
            rows.Add((row, isMapped ? await old.RunAsync(sql, row) : null, isMapped ? await other.RunAsync(sql, row) : null));
        }

        return rows;
    }

    // Duplicates, echoes, hints and what is stale never reached a route.
    private static bool WasMapped(EventRow row) =>
        row.Completeness == Connectors.EventCompleteness.Complete && (row.State, row.Reason) is ("applied", _) or ("noop", "no_route") or ("parked", "route_failed");

    private static HashSet<string> Rewritten(Snapshot before, Snapshot after) =>
        [.. MappingDifference.Between(before.Sources, after.Sources)
            .Where(difference => difference is { Of: "route", Kind: DifferenceKind.Changed } && difference.Keys.Any(key => LateKeys.Contains(key.Key.Split('.')[0])))
            .Select(difference => difference.Name)];

    private static void Compare(EventRow row, RehearsedEvent was, RehearsedEvent will, HashSet<string> rewritten, Dictionary<string, RouteTally> tallies)
    {
        var (old, other) = (was.Made.ToDictionary(made => made.Key, StringComparer.Ordinal), will.Made.ToDictionary(made => made.Key, StringComparer.Ordinal));
        foreach (var key in old.Keys.Union(other.Keys, StringComparer.Ordinal))
        {
            var (one, two) = (old.GetValueOrDefault(key), other.GetValueOrDefault(key));
            var tally = Of((one ?? two)!.Route);
            if (one?.Action is not null) tally.Before++;
            if (two?.Action is not null) tally.After++;
            if (one is null) tally.Add(Sample(ChangeKind.Added, two!.Action, null, two.Content, two.IsDeferred ? "Its input is known only when it is due." : null));
            else if (two is null) tally.Add(Sample(ChangeKind.Removed, one.Action, one.Content, null, null));
            else if (!JsonNode.DeepEquals(one.Content, two.Content)) tally.Add(Sample(ChangeKind.Changed, two.Action, one.Content, two.Content, null));
            else if (two.IsDeferred && rewritten.Contains(two.Route)) tally.Add(Sample(ChangeKind.Changed, two.Action, null, null, "What it reads or its input is written otherwise; the values are known only when it is due."));
        }

        foreach (var (route, failure) in will.Failures.Where(failure => was.Failures.All(earlier => earlier.Route != failure.Route)))
        {
            Of(route).Add(Sample(ChangeKind.Failed, null, null, null, $"{failure.Where}: {failure.Message} (in {failure.Expression})"));
        }

        RouteTally Of(string route) => tallies.TryGetValue(route, out var tally) ? tally : tallies[route] = new(route);

        ChangeSample Sample(ChangeKind kind, string? action, JsonObject? before, JsonObject? after, string? note) =>
            new(kind, row.Id, row.Type, row.ArrivedAt, action, ElementOf(before), ElementOf(after), note);
    }

    private static JsonElement? ElementOf(JsonObject? content) => content is null ? null : JsonElement.Parse(content.ToJsonString());
}
