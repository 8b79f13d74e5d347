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
internal sealed class EventRehearsal(ConnectionRegistry connections, Snapshot snapshot, DateTimeOffset since)
{
    // A key of 16 bytes as a number takes a quarter of the room of its text.
    private readonly HashSet<UInt128> used = [];

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
        var look = await PastLook.TakeAsync(sql, occasion, at);
        foreach (var route in occasion.Routes)
        {
            switch (route.Evaluate(Moments.Processing(occasion, look, route)))
            {
                case RouteOutcome.Failed failed:
                    run.Failures.Add((route.Id, failed.Failure));
                    break;
                case RouteOutcome.Matched matched:
                    if (matched.CancelSlots.Count > 0 || matched.Unlink is not null) run.Made.Add(new($"{path}{route.Id}", route.Id, null, EffectsOf(matched), false));
                    foreach (var draft in matched.Commands) await MakeAsync(sql, occasion, draft, path, eventId, run, depth);
                    break;
            }
        }
    }

    private async ValueTask MakeAsync(ISql sql, Occasion occasion, CommandDraft draft, string path, string eventId, Run run, int depth)
    {
        if (draft.OnceKey is { } once && !await IsFirstAsync(sql, Keys.Hash("once", draft.File, draft.RouteId, once))) return;
        var key = $"{path}{draft.RouteId}#{draft.Item.ToString(null, null)}";
        run.Made.Add(new(key, draft.RouteId, draft.Action.Name, ContentOf(draft), draft.Deferred));
        if (depth >= Vocabulary.LongestChain || snapshot.After(draft.RouteId) is not { Count: > 0 } followers) return;
        var id = Keys.Id("command", eventId, draft.File, draft.RouteId, draft.Item.ToString(null, null), "0");
        if (await Outbox.FindAsync(sql, id) is not { } command) return;
        foreach (var outcome in followers.SelectMany(route => ((RouteTrigger.AfterRoute)route.Trigger).Outcomes).Distinct(StringComparer.Ordinal))
        {
            var reported = Keys.Id("outcome", id, outcome);
            var at = OutcomeOf(command) == outcome ? command.EndedAt : (await Events.FindAsync(sql, reported))?.ArrivedAt;
            if (at is null) continue;
            await LookAsync(sql, Following(occasion, command, draft, outcome), at.Value, $"{key}>{outcome}>", reported, run, depth + 1);
        }
    }

    private Occasion Following(Occasion occasion, CommandRow command, CommandDraft draft, string outcome)
    {
        var shape = draft.Action.Result;
        var result = command.Result is { } json && shape is not null && command.Action == draft.Action.Name ? JsonSerializer.Deserialize(json, shape) : null;
        return occasion with
        {
            Envelope = occasion.Envelope with { Fact = null, EchoOf = null },
            Nature = EventNature.Occurrence,
            Followed = command,
            FollowedView = new(draft.RouteId, draft.Deferred ? command.Bindings : draft.Bindings, outcome, result, command.Code, command.Error),
            Routes = [.. snapshot.After(draft.RouteId).Where(route => route.Trigger is RouteTrigger.AfterRoute { Outcomes: var outcomes } && outcomes.Contains(outcome))],
        };
    }

    private async ValueTask<bool> IsFirstAsync(ISql sql, byte[] key) =>
        (await Once.OwnedSinceAsync(sql, key) is not { } owned || owned >= since) && used.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(key));

    /// <summary>The outcome that a command has ended with; null where it has not ended or was cancelled.</summary>
    private static string? OutcomeOf(CommandRow command) => command.State switch
    {
        CommandState.Done or CommandState.Unknown => command.State,
        CommandState.Refused when command.Reason == "unreachable" => "no_whatsapp",
        CommandState.Refused or CommandState.Parked => Vocabulary.Outcomes.Contains(command.Reason, StringComparer.Ordinal) ? command.Reason : command.State,
        _ => null,
    };

    private static JsonObject EffectsOf(RouteOutcome.Matched matched)
    {
        var content = new JsonObject();
        if (matched.CancelSlots.Count > 0) content["cancel"] = new JsonArray([.. matched.CancelSlots.Select(slot => JsonValue.Create(slot.ToString()))]);
        if (matched.Unlink is { } unlink) content["unlink"] = unlink;
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
