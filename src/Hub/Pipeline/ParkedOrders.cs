using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Coordination;
using Hub.Faults;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Which parked entries an order is about.</summary>
/// <param name="Ids">Their ids; null where the filter says it.</param>
/// <param name="Filter">Which.</param>
/// <param name="After">Where the order before ended; null for the first.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record ParkedSelection(IReadOnlyList<string>? Ids, ParkedFilter Filter, ParkedCursor? After, int Limit);

/// <summary>An entry with which it could not be done.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Why">One sentence.</param>
internal sealed record ParkedRefusal(string Id, string Why);

/// <summary>What an order came to.</summary>
/// <param name="Done">How many entries it was done with.</param>
/// <param name="Refused">The others, in their order.</param>
/// <param name="Next">Where to go on; null at the end.</param>
internal sealed record ParkedResult(int Done, IReadOnlyList<ParkedRefusal> Refused, ParkedCursor? Next);

/// <summary>Replays and discards many parked entries, in the order in which they were made.</summary>
internal sealed class ParkedOrders(IDatabase database, Remaking remaking, Wakeups wakeups, FaultTrigger faults, TimeProvider time)
{
    private const int LooksAtMost = 20;

    /// <summary>Runs entries again as they were made, in one transaction. What would be refused for its age alone stays parked.</summary>
    public async Task<ParkedResult> ReplayAsync(ParkedSelection selection, ReplayWay way, CancellationToken cancel)
    {
        // What the routes make of an event is evaluated before, outside the transaction. Age only grows: what is too old then is so now.
        var old = way.IgnoresAge ? [] : await database.ReadAsync(sql => TooOldAsync(sql, selection, time.GetUtcNow()), cancel);
        return await ChangeAsync(
            selection, (sql, place, now) => old.TryGetValue(place.Id, out var why) ? ValueTask.FromResult<string?>(why) : ParkedChanges.ReplayAsync(sql, place, way, now), cancel);
    }

    private async ValueTask<Dictionary<string, string>> TooOldAsync(ISql sql, ParkedSelection selection, DateTimeOffset now)
    {
        var old = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in (await SelectAsync(sql, selection, now)).Places.Where(place => place.Kind == ParkedKind.Event))
        {
            if (await Events.FindAsync(sql, place.Id) is { State: "parked" } e && await remaking.TooOldAsync(sql, e, now) is { } why) old[place.Id] = why;
        }

        return old;
    }

    /// <summary>Gives entries up, in one transaction.</summary>
    public Task<ParkedResult> DiscardAsync(ParkedSelection selection, CancellationToken cancel) => ChangeAsync(selection, ParkedChanges.DiscardAsync, cancel);

    /// <summary>Runs entries again as the mapping files in force make them, each in a transaction of its own: what one leads to is seen by the next.</summary>
    public async Task<ParkedResult> RemakeAsync(ParkedSelection selection, ReplayWay way, CancellationToken cancel)
    {
        var (places, refused, next) = await database.ReadAsync(sql => SelectAsync(sql, selection, time.GetUtcNow()), cancel);
        var done = 0;
        foreach (var place in places)
        {
            if (await RemakeAsync(place, way, cancel) is { } why) refused.Add(new(place.Id, why));
            else done++;
        }

        Wake();
        return new(done, refused, next);
    }

    /// <summary>What a replay would do now; nothing changes.</summary>
    /// <param name="selection">Which entries.</param>
    /// <param name="way">How.</param>
    /// <param name="remade">Whether by the mapping files in force.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<(IReadOnlyList<ParkedPreview> Previews, IReadOnlyList<ParkedRefusal> Unknown, ParkedCursor? Next)> PreviewAsync(ParkedSelection selection, ReplayWay way, bool remade, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await database.ReadAsync<(IReadOnlyList<ParkedPreview>, IReadOnlyList<ParkedRefusal>, ParkedCursor?)>(
            async sql =>
            {
                var (places, unknown, next) = await SelectAsync(sql, selection, now);
                var previews = new List<ParkedPreview>();
                foreach (var place in places) previews.Add(await PreviewAsync(sql, place, way, remade, now));
                return (previews, unknown, next);
            },
            cancel);
    }

    private async Task<ParkedResult> ChangeAsync(ParkedSelection selection, Func<ISql, ParkedPlace, DateTimeOffset, ValueTask<string?>> change, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeReplay);
        var result = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var (places, refused, next) = await SelectAsync(sql, selection, now);
                var done = 0;
                foreach (var place in places)
                {
                    if (await change(sql, place, now) is { } why) refused.Add(new(place.Id, why));
                    else done++;
                }

                return new ParkedResult(done, refused, next);
            },
            cancel);
        faults.Pass(FaultPoint.AfterReplay);
        Wake();
        return result;
    }

    private static async ValueTask<(List<ParkedPlace> Places, List<ParkedRefusal> Refused, ParkedCursor? Next)> SelectAsync(ISql sql, ParkedSelection selection, DateTimeOffset now)
    {
        if (selection.Ids is null)
        {
            var (places, next) = await ParkedRows.NextAsync(sql, selection.Filter, selection.After ?? new(ParkedKind.Webhook, 0, now), selection.Limit);
            return (places, [], next);
        }

        var found = new List<ParkedPlace>();
        var unknown = new List<ParkedRefusal>();
        foreach (var id in selection.Ids.Distinct(StringComparer.Ordinal))
        {
            if (await ParkedRows.FindAsync(sql, id) is { } place) found.Add(place);
            else unknown.Add(new(id, ParkedChanges.Gone));
        }

        return ([.. found.OrderBy(place => place.Kind).ThenBy(place => place.Seq)], unknown, null);
    }

    private async Task<string?> RemakeAsync(ParkedPlace place, ReplayWay way, CancellationToken cancel)
    {
        for (var look = 0; look < LooksAtMost; look++)
        {
            var now = time.GetUtcNow();
            var (row, remade) = place.Kind == ParkedKind.Command
                ? await database.ReadAsync(async sql => await Outbox.FindAsync(sql, place.Id) is { } command ? (command, await remaking.LookAsync(sql, command, way, now)) : (null, null), cancel)
                : (null, null);
            var old = place.Kind == ParkedKind.Event && !way.IgnoresAge
                ? await database.ReadAsync(async sql => await Events.FindAsync(sql, place.Id) is { State: "parked" } e ? await remaking.TooOldAsync(sql, e, now) : null, cancel)
                : null;
            faults.Pass(FaultPoint.BeforeReplay);
            var (isDone, why) = await database.WriteAsync<(bool, string?)>(
                WriteKind.Housekeeping,
                async sql =>
                {
                    if (row is null) return (true, old ?? await ParkedChanges.ReplayAsync(sql, place, way, now));
                    if (await Outbox.FindAsync(sql, place.Id) is not { } latest) return (true, ParkedChanges.Gone);
                    if (ParkedChanges.Refusal(latest, way) is { } refusal) return (true, refusal);
                    return remade is Remade.Anew anew ? (await remaking.ReplaceAsync(sql, latest, anew, way, now), null) : (true, ((Remade.Not)remade!).Sentence);
                },
                cancel);
            faults.Pass(FaultPoint.AfterReplay);
            if (isDone) return why;
        }

        return "What its route relies on kept changing while it was evaluated.";
    }

    private async ValueTask<ParkedPreview> PreviewAsync(ISql sql, ParkedPlace place, ReplayWay way, bool remade, DateTimeOffset now)
    {
        switch (place.Kind)
        {
            case ParkedKind.Command when await Outbox.FindAsync(sql, place.Id) is { } command:
                return remade ? await PreviewRemadeAsync(sql, place, command, way, now)
                    : await ParkedChanges.ObstacleAsync(sql, command, way, now) is { } obstacle ? new(place, ParkedFate.Refused, obstacle, [])
                    : new(place, ParkedFate.Runs, command.Input is null ? "Its input is known only when it is due." : null, []);
            case ParkedKind.Event when await Events.FindAsync(sql, place.Id) is { } e:
                return e.State != "parked" ? new(place, ParkedFate.Refused, $"The event is {e.State}; only a parked one can be replayed.", [])
                    : !way.IgnoresAge && await remaking.TooOldAsync(sql, e, now) is { } old ? new(place, ParkedFate.Refused, old, [])
                    : await remaking.DecisionsAsync(sql, e, now) is { } decisions ? PreviewOf(place, decisions)
                    : new(place, ParkedFate.Runs, "What its routes make of it is known only when the vendor has been asked for the rest of it.", []);
            default:
                return await Webhooks.OutcomeAsync(sql, place.Seq) == "parked" && await ParkedRows.ParkedAtAsync(sql, place) is not null
                    ? new(place, ParkedFate.Runs, "It is read again from the bytes as they came.", [])
                    : new(place, ParkedFate.Refused, "Only a webhook that could not be read can be read again.", []);
        }
    }

    private async ValueTask<ParkedPreview> PreviewRemadeAsync(ISql sql, ParkedPlace place, CommandRow command, ReplayWay way, DateTimeOffset now)
    {
        if (ParkedChanges.Refusal(command, way) is { } refusal) return new(place, ParkedFate.Refused, refusal, []);
        var remade = await remaking.LookAsync(sql, command, way, now);
        if (remade is not Remade.Anew { Draft: var draft }) return new(place, ParkedFate.Refused, ((Remade.Not)remade).Sentence, []);
        var before = new JsonObject { ["do"] = command.Action, ["via"] = command.Connection, ["with"] = command.Input is { } input ? JsonNode.Parse(input) : null };
        var differences = ParkedDifference.Between(before, ContentOf(draft));
        var sentence = draft.Refusal is { } refused ? $"It would be refused: {refused.Reason}." : draft.Deferred ? "Its input is known only when it is due." : null;
        return new(place, differences.Count > 0 ? ParkedFate.Changes : ParkedFate.Runs, sentence, differences);
    }

    private static ParkedPreview PreviewOf(ParkedPlace place, IReadOnlyList<Decision> decisions)
    {
        var made =
            from decision in decisions
            where decision.Outcome is RouteOutcome.Matched
            from draft in ((RouteOutcome.Matched)decision.Outcome).Commands
            select new ParkedDifference(decision.Route.Id, null, ContentOf(draft));
        var failures = decisions.Select(decision => decision.Outcome).OfType<RouteOutcome.Failed>().Select(failed => Remaking.Describe(failed.Failure)).ToList();
        return new(place, failures.Count > 0 ? ParkedFate.Fails : ParkedFate.Runs, failures.Count > 0 ? string.Join(' ', failures) : null, [.. made]);
    }

    private static JsonObject ContentOf(CommandDraft draft) => new()
    {
        ["do"] = draft.Action.Name,
        ["via"] = draft.Connection,
        ["with"] = draft.Input is { } input ? JsonSerializer.SerializeToNode(input, draft.Action.Input) : null,
    };

    private void Wake()
    {
        foreach (var queue in new[] { Receiver.Queue, Lines.Events, Lines.Commands }) wakeups.Signal(queue);
    }
}
