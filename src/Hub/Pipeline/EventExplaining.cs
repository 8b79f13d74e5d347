using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Mappings.Explaining;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Explains a stored event: its routes look once more, with the files that processed it and with the link and the window that they saw. What the store says of outcomes and commands is
/// told; the look only says why.
/// </summary>
internal sealed class EventExplaining(IDatabase database, Occasions occasions, SnapshotStore snapshots, EvaluationBorder border, TimeProvider time)
{
    /// <summary>Explains an event and the routes that followed its commands; null where there is none of this id.</summary>
    public async Task<Explanation?> ExplainAsync(string id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is not { } stored) return null;
        var explanation = new Explanation
        {
            Id = stored.Row.Id,
            Type = stored.Row.Type,
            Connection = stored.Row.Connection,
            OccurredAt = stored.Row.OccurredAt,
            State = stored.Row.State,
            Reason = stored.Row.Reason,
            Error = stored.Entry.Error,
        };
        var whole = await WithRoutesAsync(explanation, stored, Vocabulary.LongestChain, cancel);
        return stored.Media.Count == 0 ? whole : whole with { Notes = [.. whole.Notes, .. stored.Media.Select(OfMedia)] };
    }

    private static string OfMedia(MediaRow row) => row.State switch
    {
        Media.Stored => string.Create(CultureInfo.InvariantCulture, $"Its file ({row.File.Kind}, {row.Size} bytes) is stored as {row.Id}."),
        Media.Pending when row.Reason is null => $"Its file ({row.File.Kind}) is to be fetched, as {row.Id}.",
        Media.Pending => string.Create(CultureInfo.InvariantCulture, $"Its file ({row.File.Kind}) is not fetched yet, and tried again at {row.DueAt:yyyy-MM-dd'T'HH:mm:ss'Z'}: {row.Reason}"),
        _ => $"Its file ({row.File.Kind}) is not stored ({row.State}): {row.Reason}",
    };

    private async Task<Explanation> WithRoutesAsync(Explanation explanation, Stored stored, int depth, CancellationToken cancel)
    {
        var notes = new List<string>();
        if (stored.Row is { State: "noop", Reason: "duplicate" or "foreign" or "echo" or "stale" or "coalesced" or "gone" }) return explanation with { Notes = [$"No route looked at it: {stored.Row.Reason}."] };
        if (stored.Row.State == "pending") notes.Add("It is not processed yet; this is what would become of it now.");
        var kept = stored.Snapshot is { } hash ? await snapshots.FindAsync(hash, cancel) : null;
        if (stored.Snapshot is not null && kept is null) notes.Add("The mapping files that processed it cannot be loaded any more; it is explained with those in force.");
        if ((kept ?? snapshots.Active) is not { } snapshot) return explanation with { Notes = [.. notes, "No mapping files are loaded."] };
        explanation = explanation with { Snapshot = snapshot.Hash };
        if (OccasionOf(stored, snapshot) is not { } occasion)
        {
            return explanation with { Notes = [.. notes, $"The connection {stored.Root.Connection} is not configured any more."] };
        }

        var routes = await RoutesAsync(stored, occasion, cancel);
        routes.AddRange(OfTheHub(stored, occasion));
        if (stored.Followed is null)
        {
            notes.AddRange(Notes.Of(snapshot, stored.Row.Type));
            routes.AddRange(Notes.NotAsked(snapshot, stored.Row.Type, stored.Row.Connection));
        }

        foreach (var command in depth > 0 ? stored.Commands : [])
        {
            foreach (var outcome in command.FollowedOutcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (await ReadAsync(Keys.Id("outcome", command.Id, outcome), cancel) is { } next) routes.AddRange((await WithRoutesAsync(explanation, next, depth - 1, cancel)).Routes);
            }
        }

        return explanation with { Notes = notes, Routes = routes };
    }

    private async Task<List<RouteExplanation>> RoutesAsync(Stored stored, Occasion occasion, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var look = await database.ReadAsync(sql => Look.TakeAsync(sql, occasion, border, now), cancel);
        var seen = stored.Seen is null ? null : JsonSerializer.Deserialize(stored.Seen, PipelineJson.Default.SeenState);
        var routes = new List<RouteExplanation>();
        foreach (var route in occasion.Routes)
        {
            var moment = Moments.Processing(occasion, look, route);
            routes.Add(Merged(route, seen is null ? moment : seen.Restore(moment, route), occasion.Snapshot, stored));
        }

        return routes;
    }

    // What no route made: the confirmation of STOP.
    private static IEnumerable<RouteExplanation> OfTheHub(Stored stored, Occasion occasion) =>
        from command in stored.Commands
        where !occasion.Routes.Any(route => route.Id == command.Route && route.File == command.File)
        select new RouteExplanation { File = command.File, Line = 0, Route = command.Route, Outcome = "matched", Note = "No route of the files made this command.", Commands = [CommandOf(command, [], [])] };

    // Outcome and commands as they are stored, the reasons as they are found now.
    private static RouteExplanation Merged(Route route, ProcessingMoment moment, Snapshot snapshot, Stored stored)
    {
        var found = route.Explain(moment, snapshot.Find);
        if (stored.Row.State == "pending") return found;
        var entry = stored.Entry.Routes.FirstOrDefault(ran => ran.Route == route.Id && ran.File == route.File);
        var outcome = entry?.Outcome ?? "not_matched";
        return found with
        {
            Outcome = outcome,
            Note = outcome == found.Outcome ? found.Note : $"It was {outcome.Replace('_', ' ')} when the event was processed; with what the hub knows now it would be {found.Outcome.Replace('_', ' ')}.",
            Failure = outcome != "failed" ? null : found.Failure ?? new RouteFailure(route.File, "", entry!.Failure ?? ""),
            Commands = [.. stored.Commands.Where(command => command.Route == route.Id && command.File == route.File).Select(command => CommandOf(command, route, moment, snapshot))],
        };
    }

    private static CommandExplanation CommandOf(CommandRow command, Route route, ProcessingMoment moment, Snapshot snapshot)
    {
        var (keys, input) = route.ExplainValues(command.Item, moment, command.Input is null ? null : JsonNode.Parse(command.Input), snapshot.Find);
        return CommandOf(command, keys, input);
    }

    private static CommandExplanation CommandOf(CommandRow command, IReadOnlyList<ValueExplanation> keys, IReadOnlyList<ValueExplanation> input) => new()
    {
        Id = command.Id,
        Action = command.Action,
        Connection = command.Connection,
        Item = command.Item,
        State = command.State,
        Reason = command.Reason,
        Error = command.Error ?? DraftRefusal.SentenceOf(command.State, command.Reason),
        DueAt = command.IsTimed ? command.DueAt : null,
        IsDeferred = command.Input is null && CommandState.Counted(command.State) == "pending",
        Keys = keys,
        Input = input,
    };

    private async Task<Stored?> ReadAsync(string id, CancellationToken cancel) => await database.ReadAsync(
        async sql =>
        {
            if (await Events.FindAsync(sql, id) is not { } row || await QueryLists.EventAsync(sql, id) is not { } entry) return null;
            var followed = row.Followed is null ? null : await Outbox.FindAsync(sql, row.Followed);
            var root = followed is null ? row : await Events.FindAsync(sql, followed.Root) ?? row;
            var (snapshot, seen) = await Events.SeenAsync(sql, row.Seq);
            return new Stored(row, entry, root, followed, snapshot ?? followed?.Snapshot, seen, await Outbox.OfEventAsync(sql, id))
            {
                Media = JsonSerializer.Deserialize(row.Envelope, PipelineJson.Default.EventEnvelope)?.Fact is ConversationFact.MessageReceived { Media: not null } message
                    ? await Media.OfMessageAsync(sql, message.MessageId) : [],
            };
        },
        cancel);

    private Occasion? OccasionOf(Stored stored, Snapshot snapshot) =>
        stored.Followed is { } followed ? occasions.Of(stored.Row, followed, stored.Root, snapshot) : occasions.Of(stored.Row, snapshot);

    /// <summary>An event as the store has it.</summary>
    private sealed record Stored(EventRow Row, EventEntry Entry, EventRow Root, CommandRow? Followed, string? Snapshot, string? Seen, IReadOnlyList<CommandRow> Commands)
    {
        /// <summary>The files that came with it.</summary>
        public IReadOnlyList<MediaRow> Media { get; init; } = [];
    }
}
