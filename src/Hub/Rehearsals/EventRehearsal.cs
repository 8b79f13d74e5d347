using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connections;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Rehearsals;

/// <summary>What a route made of an event in a rehearsal.</summary>
/// <param name="Key">The same in two rehearsals of one event for what is the same: the route, the item, and for <c>after</c> routes what they follow.</param>
/// <param name="Route">The route's id.</param>
/// <param name="Action">The action; null for what a route only cancels and unlinks.</param>
/// <param name="Content">All of it that can be compared.</param>
/// <param name="IsDeferred">Whether its input is known only when it is due.</param>
internal sealed record Made(string Key, string Route, string? Action, JsonObject Content, bool IsDeferred);

/// <summary>What a snapshot made of an event.</summary>
/// <param name="Made">What its routes made.</param>
/// <param name="Failures">The expressions that failed, by route.</param>
internal sealed record RehearsedEvent(IReadOnlyList<Made> Made, IReadOnlyList<(string Route, RouteFailure Failure)> Failures);

/// <summary>
/// Runs stored events through the routes of one snapshot without making any command. The routes that follow a command are run on the outcomes that the command of
/// that id really had; a command that was never made has none.
/// </summary>
/// <param name="connections">The connections.</param>
/// <param name="snapshot">The files.</param>
/// <param name="since">Where the time begins: keys that were used before are used.</param>
/// <param name="inForce">The rehearsal of the files in force, which ran each event before; null for that itself.</param>
internal sealed class EventRehearsal(ConnectionRegistry connections, Snapshot snapshot, DateTimeOffset since, EventRehearsal? inForce)
{
    private static readonly string[] OfToday = ["customer.name", "customer.phone", "customer.email", "customer.language", "customer.time_zone", "customer.country", "customer.tags"];

    private readonly Snapshot snapshot = snapshot;
    private readonly VariableWrites writes = new();
    private readonly Dictionary<string, IReadOnlyCollection<string>> fields = snapshot.Routes.ToDictionary(route => route.Id, route => route.FieldsNamed(snapshot.Find), StringComparer.Ordinal);
    private readonly Dictionary<string, (long Guessed, long Today)> unsure = new(StringComparer.Ordinal);

    // A key of 16 bytes as a number takes a quarter of the room of its text.
    private readonly HashSet<UInt128> used = [];

    /// <summary>The routes whose answers may differ from what was, since they read what is not known of the past.</summary>
    public IReadOnlyList<UnsureRoute> Unsure =>
    [
        .. from pair in unsure
           orderby pair.Key
           select new UnsureRoute(pair.Key, [.. Read(pair.Key, pair.Value.Guessed > 0, IsVariable), .. Read(pair.Key, pair.Value.Today > 0, OfToday.Contains)], Math.Max(pair.Value.Guessed, pair.Value.Today)),
    ];

    /// <summary>Runs one event; null where its connection is not configured any more.</summary>
    public async ValueTask<RehearsedEvent?> RunAsync(ISql sql, EventRow row)
    {
        if (connections.Find(row.Connection) is not { } connection || connection.Connector.Events.FirstOrDefault(type => type.Name == row.Type) is not { } type) return null;
        var envelope = JsonSerializer.Deserialize(row.Envelope, PipelineJson.Default.EventEnvelope)!;
        var occasion = new Occasion
        {
            Row = row,
            View = new(row.Id, row.Type, row.Connection, JsonSerializer.Deserialize(row.Data, type.Data)!, envelope.Ends, row.OccurredAt, row.ArrivedAt),
            Envelope = envelope,
            Nature = type.Nature,
            Snapshot = snapshot,
            Routes = [.. snapshot.On(row.Type).Where(route => route.Trigger is RouteTrigger.OnEvents { Connection: var from } && (from is null || from == row.Connection))],
        };
        var run = new Run([], []);
        await LookAsync(sql, occasion, row.ArrivedAt, "", row.Id, run, 0);
        return new(run.Made, run.Failures);
    }

    private async ValueTask LookAsync(ISql sql, Occasion occasion, DateTimeOffset at, string path, string eventId, Run run, int depth)
    {
        if (occasion.Routes.Count == 0) return;
        var found = occasion.Followed is null ? occasion.Row : await Events.FindAsync(sql, eventId);
        var (files, seen) = found is null ? (null, null) : await Events.SeenAsync(sql, found.Seq);
        var current = inForce?.snapshot ?? snapshot;
        var variables = new PastVariables(
            seen is null ? null : JsonSerializer.Deserialize(seen, PipelineJson.Default.SeenState), current.State.Count > 0 || (files is not null && files != current.Hash), at, inForce is null ? null : writes, inForce?.writes);
        var look = await PastLook.TakeAsync(sql, occasion, at, variables);
        foreach (var route in occasion.Routes)
        {
            Doubt(route, look, variables);
            switch (route.Evaluate(Moments.Processing(occasion, look, route)))
            {
                case RouteOutcome.Failed failed:
                    run.Failures.Add((route.Id, failed.Failure));
                    break;
                case RouteOutcome.Matched matched:
                    foreach (var set in matched.Set) writes.Add(set, at);
                    var effects = EffectsOf(matched);
                    foreach (var draft in matched.Commands)
                    {
                        if (await MakeAsync(sql, occasion, draft, effects, path, eventId, run, depth)) effects = [];
                    }

                    // What a route does besides its command is told with it, or by itself where it makes none.
                    if (effects.Count > 0) run.Made.Add(new($"{path}{route.Id}", route.Id, null, effects, false));
                    break;
            }
        }
    }

    private static bool IsVariable(string field) => field.StartsWith("thread.vars.", StringComparison.Ordinal) || field.StartsWith("customer.vars.", StringComparison.Ordinal);

    private IEnumerable<string> Read(string route, bool isAsked, Func<string, bool> isOne) => isAsked ? fields[route].Where(isOne).Order(StringComparer.Ordinal) : [];

    private void Doubt(Route route, Look look, PastVariables variables)
    {
        var isGuessed = variables.IsGuessed && fields[route.Id].Any(IsVariable);
        var isOfToday = (look.Customer is not null || look.FoundCustomers.Count > 0 || look.Links.Values.Any(link => link.LeftCustomer is not null)) && fields[route.Id].Any(OfToday.Contains);
        if (!isGuessed && !isOfToday) return;
        var before = unsure.GetValueOrDefault(route.Id);
        unsure[route.Id] = (before.Guessed + (isGuessed ? 1 : 0), before.Today + (isOfToday ? 1 : 0));
    }

    private async ValueTask<bool> MakeAsync(ISql sql, Occasion occasion, CommandDraft draft, JsonObject effects, string path, string eventId, Run run, int depth)
    {
        if (draft.OnceKey is { } once && !await IsFirstAsync(sql, Keys.Hash("once", draft.File, draft.RouteId, once))) return false;
        var key = $"{path}{draft.RouteId}#{draft.Item.ToString(null, null)}";
        var content = ContentOf(draft);
        foreach (var (name, effect) in effects) content[name] = effect?.DeepClone();
        run.Made.Add(new(key, draft.RouteId, draft.Action.Name, content, draft.Deferred));
        if (depth >= Vocabulary.LongestChain || snapshot.After(draft.RouteId) is not { Count: > 0 } followers) return true;
        var id = Keys.Id("command", eventId, draft.File, draft.RouteId, draft.Item.ToString(null, null), "0");
        if (await Outbox.FindAsync(sql, id) is not { } command) return true;
        foreach (var outcome in followers.SelectMany(route => ((RouteTrigger.AfterRoute)route.Trigger).Outcomes).Distinct(StringComparer.Ordinal))
        {
            var reported = Keys.Id("outcome", id, outcome);
            var at = OutcomeOf(command) == outcome ? command.EndedAt : (await Events.FindAsync(sql, reported))?.ArrivedAt;
            if (at is null) continue;
            await LookAsync(sql, Following(occasion, command, draft, outcome), at.Value, $"{key}>{outcome}>", reported, run, depth + 1);
        }

        return true;
    }

    private Occasion Following(Occasion occasion, CommandRow command, CommandDraft draft, string outcome)
    {
        var shape = draft.Action.Result;
        var result = command.Result is { } json && shape is not null && command.Action == draft.Action.Name ? JsonSerializer.Deserialize(json, shape) : null;
        return occasion with
        {
            Envelope = occasion.Envelope with { Fact = null, EchoOf = null, Reported = null },
            Nature = EventNature.Occurrence,
            Followed = command,
            FollowedView = new(draft.RouteId, draft.Deferred ? command.Bindings : draft.Bindings, outcome, result, command.Code ?? command.Reason, command.Error),
            Routes = [.. snapshot.After(draft.RouteId).Where(route => route.Trigger is RouteTrigger.AfterRoute { Outcomes: var outcomes } && outcomes.Contains(outcome))],
        };
    }

    private async ValueTask<bool> IsFirstAsync(ISql sql, byte[] key) =>
        (await Once.OwnedSinceAsync(sql, key) is not { } owned || owned >= since) && used.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(key));

    /// <summary>The outcome that a command has ended with; null where it has not ended or was cancelled.</summary>
    private static string? OutcomeOf(CommandRow command) => command.State switch
    {
        CommandState.Done or CommandState.Unknown or CommandState.Parked => command.State,
        CommandState.Refused when command.Reason == "unreachable" => "no_whatsapp",
        CommandState.Refused => Vocabulary.Outcomes.Contains(command.Reason, StringComparer.Ordinal) ? command.Reason : command.State,
        _ => null,
    };

    private static JsonObject EffectsOf(RouteOutcome.Matched matched)
    {
        var content = new JsonObject();
        if (matched.CancelSlots.Count > 0) content["cancel"] = new JsonArray([.. matched.CancelSlots.Select(slot => JsonValue.Create(slot.ToString()))]);
        if (matched.Unlink is { } unlink) content["unlink"] = unlink;
        if (matched.Set.Count > 0) content["set"] = new JsonObject(matched.Set.Select(set => KeyValuePair.Create(set.Variable.Name, set.Value is null ? null : JsonNode.Parse(set.Value))));
        return content;
    }

    private static JsonObject ContentOf(CommandDraft draft)
    {
        var content = new JsonObject { ["do"] = draft.Action.Name, ["via"] = draft.Connection };
        if (draft.Input is { } input) content["with"] = JsonSerializer.SerializeToNode(input, draft.Action.Input);
        if (draft.Refusal is { } refusal) content["refused"] = refusal.Reason;
        if (draft.At is { } at) content["at"] = at;
        if (draft.MaxAge is { } age) content["max_age"] = age.ToString();
        if (draft.OnceKey is { } once) content["once"] = once;
        if (draft.Slot is { } slot) content["slot"] = slot.Key;
        if (draft.Link is { } link) content["link"] = new JsonObject { [link.Name] = link.RightId };
        if (draft.OutsideWindow is { } outside) content["outside_window"] = JsonSerializer.SerializeToNode(outside.Input, outside.Action.Input);
        return content;
    }

    private sealed record Run(List<Made> Made, List<(string Route, RouteFailure Failure)> Failures);
}
