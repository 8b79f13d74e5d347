using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connections;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Rehearsals;

/// <summary>A stored event as a scenario can have it, with stand-ins for all that names people.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Connector">The connector's name.</param>
/// <param name="Payload">What goes into the payload's file: the webhook's body, or the event's data.</param>
/// <param name="Given">The step's <c>given</c>; the file's name is still to be put under <see cref="FileKey"/>.</param>
/// <param name="FileKey"><c>payload</c> for a webhook's body, <c>data</c> for an event's data.</param>
/// <param name="Start">The scenario's <c>start</c>.</param>
/// <param name="Answers">The scenario's <c>answers</c>.</param>
internal sealed record CapturedEvent(string Id, string Type, string Connector, JsonNode Payload, JsonObject Given, string FileKey, JsonObject Start, JsonObject Answers);

/// <summary>Makes scenarios of stored events.</summary>
internal sealed class Capture(IDatabase database, ConnectionRegistry connections, SnapshotStore snapshots)
{
    private const string Raw = "raw";
    private const int LongestChain = Vocabulary.LongestChain;

    /// <summary>Takes an event.</summary>
    /// <returns>The event, or one sentence that says why it cannot be taken; both null where there is none of this id.</returns>
    public async Task<(CapturedEvent? Event, string? Obstacle)> TakeAsync(string id, CancellationToken cancel)
    {
        if (await database.ReadAsync(sql => ReadAsync(sql, id), cancel) is not { } stored) return (null, null);
        if (stored.Row.Followed is not null) return (null, "The event is the outcome of a command. Capture the vendor's event that caused it.");
        if (stored.Type is not { } type) return (null, $"Events of the type {stored.Row.Type} reach no route, or their connection {stored.Row.Connection} is not configured any more.");
        if (stored.Row.Completeness != EventCompleteness.Complete) return (null, "The event is only a hint, or what it lacks has not been fetched yet. Capture the completed one.");
        return (Build(stored, type, connections.Find(stored.Row.Connection)!.Connector), null);
    }

    private async ValueTask<Stored?> ReadAsync(ISql sql, string id)
    {
        if (await Events.FindAsync(sql, id) is not { } row) return null;
        var type = connections.Find(row.Connection)?.Connector.Events.FirstOrDefault(type => type.Name == row.Type);
        var stored = new Stored(row, type, null, null, null, [], []);
        if (type is null || row.Followed is not null || snapshots.Active is not { } snapshot) return stored;
        var envelope = JsonSerializer.Deserialize(row.Envelope, PipelineJson.Default.EventEnvelope)!;
        var occasion = new Occasion
        {
            Row = row,
            View = new(row.Id, row.Type, row.Connection, JsonSerializer.Deserialize(row.Data, type.Data)!, envelope.Ends, row.OccurredAt, row.ArrivedAt),
            Envelope = envelope,
            Nature = type.Nature,
            Snapshot = snapshot,
            Routes = snapshot.On(row.Type),
        };
        var seen = (await Events.SeenAsync(sql, row.Seq)).Seen;
        var variables = new PastVariables(seen is null ? null : JsonSerializer.Deserialize(seen, PipelineJson.Default.SeenState), wereSet: false, row.ArrivedAt);
        var look = await PastLook.TakeAsync(sql, occasion, row.ArrivedAt, variables);
        var found = look.Links.Values.FirstOrDefault(link => link.LeftThread is not null || link.LeftCustomer is not null);
        var thread = look.Thread ?? found?.LeftThread;
        var customer = look.Customer ?? found?.LeftCustomer ?? look.FoundCustomers.Values.FirstOrDefault()?[0];
        var links = look.Links.Values.Select(link => link.Row).OfType<LinkRow>().Where(link => link is { State: "live", RightId: not null }).ToList();
        foreach (var left in new[] { thread?.Row.Id, customer?.Row.Id }.OfType<string>()) links.AddRange(await Links.OpenAsOfAsync(sql, left, row.ArrivedAt));
        return stored with
        {
            Webhook = row.Webhook is { } seq ? await Webhooks.FindAsync(sql, seq) : null,
            Customer = customer,
            Thread = thread?.Row,
            Variables = [.. (thread?.Vars ?? []).Where(IsDeclared(snapshot, StateOwner.Thread)), .. (customer?.Vars ?? []).Where(IsDeclared(snapshot, StateOwner.Customer))],
            Links = [.. links.DistinctBy(link => link.Name)],
            Commands = await CommandsAsync(sql, row.Id),
        };
    }

    private static Func<VariableRow, bool> IsDeclared(Snapshot snapshot, StateOwner of) =>
        row => snapshot.State.TryGetValue(row.Name, out var declared) && declared.Of == of && declared.TypeName == row.Type;

    private static async ValueTask<List<CommandRow>> CommandsAsync(ISql sql, string id)
    {
        var commands = await Outbox.OfEventAsync(sql, id);
        var last = commands;
        for (var depth = 0; depth < LongestChain && last.Count > 0; depth++)
        {
            var next = new List<CommandRow>();
            foreach (var command in last) next.AddRange(await Outbox.FollowingAsync(sql, command.Id));
            commands.AddRange(next);
            last = next;
        }

        return commands;
    }

    private static CapturedEvent Build(Stored stored, EventType type, IConnector connector)
    {
        var row = stored.Row;
        var data = (JsonObject)JsonNode.Parse(row.Data)!;
        var request = stored.Webhook is { } webhook ? Receiver.Restore(webhook) : null;
        var body = request is null ? null : ParseObject(request.Body);
        var (start, answers) = (StartOf(stored), AnswersOf(stored.Commands));
        var standIns = new StandIns(RandomNumberGenerator.GetBytes(16));
        if (stored.Customer is { Row: var person })
        {
            standIns.Learn(PersonalKind.Name, person.Name);
            standIns.Learn(PersonalKind.Phone, person.Phone);
            standIns.Learn(PersonalKind.Email, person.Email);
        }

        foreach (var document in new JsonNode?[] { data, body, start, answers }) standIns.Learn(document);
        var shownData = (JsonObject)standIns.Replace(data)!;
        var (shownStart, shownAnswers) = ((JsonObject)standIns.Replace(start)!, (JsonObject)standIns.Replace(answers)!);
        if (request is not null && body is not null && standIns.Replace(body) is JsonObject shownBody
            && AsWebhook(request, shownBody, shownData, row, type, connector, standIns) is { } given)
        {
            return new(row.Id, row.Type, connector.Name, shownBody, given, "payload", shownStart, shownAnswers);
        }

        var ends = JsonSerializer.Deserialize(row.Envelope, PipelineJson.Default.EventEnvelope)!.Ends;
        var asEvent = new JsonObject { ["event"] = row.Type };
        if (ends.Count > 0) asEvent["ends"] = new JsonObject(ends.Select(end => KeyValuePair.Create(end.Key, (JsonNode?)JsonValue.Create(standIns.Replace(end.Value)))));
        return new(row.Id, row.Type, connector.Name, shownData, asEvent, "data", shownStart, shownAnswers);
    }

    // The webhook itself, where reading it gives this one event; what was fetched besides stands under change.
    private static JsonObject? AsWebhook(WebhookRequest request, JsonObject body, JsonObject data, EventRow row, EventType type, IConnector connector, StandIns standIns)
    {
        var bare = request with { Suffix = "", Query = new Dictionary<string, string>(), Headers = new Dictionary<string, string>(), Body = JsonSerializer.SerializeToUtf8Bytes(body, PipelineJson.Default.JsonObject) };
        var suffix = Read(bare) is not null ? "" : standIns.Replace(request.Suffix);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Read(bare with { Suffix = suffix }) is null)
        {
            headers = request.Headers.ToDictionary(header => header.Key, header => standIns.Replace(header.Value), StringComparer.OrdinalIgnoreCase);
            foreach (var name in headers.Keys.ToList())
            {
                var without = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
                without.Remove(name);
                if (Read(bare with { Suffix = suffix, Headers = without }) is not null) headers = without;
            }
        }

        if (Read(bare with { Suffix = suffix, Headers = headers }) is not { } read) return null;
        var given = new JsonObject();
        if (suffix.Length > 0) given["suffix"] = suffix;
        if (headers.Count > 0) given["headers"] = new JsonObject(headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)JsonValue.Create(header.Value))));
        var change = Difference((JsonObject)JsonSerializer.SerializeToNode(read.Data, type.Data)!, data);
        if (change.Count > 0) given["change"] = change;
        return HasFraction(change) ? null : given;

        IncomingEvent? Read(WebhookRequest attempt)
        {
            try
            {
                return connector.Read(attempt) is [var only] && only.Type == row.Type ? only : null;
            }
            catch (UnreadableWebhookException)
            {
                return null;
            }
        }
    }

    private static JsonObject Difference(JsonObject read, JsonObject wanted)
    {
        var change = new JsonObject();
        foreach (var name in read.Select(pair => pair.Key).Union(wanted.Select(pair => pair.Key), StringComparer.Ordinal).Where(name => name != Raw))
        {
            if (JsonNode.DeepEquals(read[name], wanted[name])) continue;
            change[name] = read[name] is JsonObject was && wanted[name] is JsonObject now ? Difference(was, now) : wanted[name]?.DeepClone();
        }

        return change;
    }

    // Scenarios know whole numbers only: anything else stands in the file of an event's data.
    private static bool HasFraction(JsonNode? node) => node switch
    {
        JsonObject map => map.Any(pair => HasFraction(pair.Value)),
        JsonArray list => list.Any(HasFraction),
        JsonValue value => value.GetValueKind() == JsonValueKind.Number && !long.TryParse(value.ToJsonString(), null, out _),
        _ => false,
    };

    private static JsonObject StartOf(Stored stored)
    {
        var start = new JsonObject { ["clock"] = Time(stored.Row.ArrivedAt) };
        var isFirst = stored.Customer is { Row: var person } && person.CreatedAt >= stored.Row.ArrivedAt;
        if (!isFirst && stored.Customer is { Row: var known } seen)
        {
            start["customer"] = new JsonObject(
                new (string Name, string? Value)[] { ("name", known.Name), ("phone", known.Phone), ("email", known.Email), ("language", known.Language), ("time_zone", known.TimeZone), ("country", known.Country) }
                    .Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, (JsonNode?)JsonValue.Create(field.Value))));
            var tags = CustomerChanges.TagsOf(known);
            if (tags.Count > 0) start["customer"]!["tags"] = Texts(tags);
            var consent = new JsonObject();
            foreach (var (name, allowed) in new[] { ("opted_in", true), ("opted_out", false) })
            {
                var categories = seen.Consent.Where(standing => standing.Allowed == allowed).Select(standing => standing.Category).ToList();
                if (categories.Count > 0) consent[name] = Texts(categories);
            }

            if (consent.Count > 0) start["consent"] = consent;
        }

        if (!isFirst && stored.Thread is { } thread)
        {
            var conversation = new JsonObject { ["number"] = thread.Number };
            if (Customers.MessageWindow.OpenUntil(thread.LastInboundAt) is { } until) conversation["window_open_until"] = Time(until);
            start["thread"] = conversation;
        }

        if (!isFirst && stored.Variables.Count > 0) start["state"] = new JsonObject(stored.Variables.Select(row => KeyValuePair.Create(row.Name, JsonNode.Parse(row.Value))));
        if (stored.Links.Count > 0) start["links"] = new JsonObject(stored.Links.Select(link => KeyValuePair.Create(link.Name, (JsonNode?)JsonValue.Create(link.RightId))));
        return start;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)JsonValue.Create(text))];

    // What the vendors answered to its commands, in turn.
    private static JsonObject AnswersOf(List<CommandRow> commands)
    {
        var answers = new JsonObject();
        foreach (var action in commands.Where(command => AnswerTo(command) is not null).GroupBy(command => command.Action, StringComparer.Ordinal))
        {
            var turns = action.Select(AnswerTo).ToList();
            answers[action.Key] = turns.Count == 1 ? turns[0] : new JsonArray([.. turns]);
        }

        return answers;
    }

    private static JsonNode? AnswerTo(CommandRow command) => command switch
    {
        { State: CommandState.Done } => command.Result is { } result ? JsonNode.Parse(result) : new JsonObject(),
        { State: CommandState.Unknown } or { State: CommandState.Parked, Reason: "unknown" or "no_answer" } => new JsonObject { ["failure"] = "unknown", ["code"] = command.Code },
        { Reason: "no_whatsapp" or "target_closed" or "rejected" or "transient" or "conflict" } => new JsonObject { ["failure"] = command.Reason, ["code"] = command.Code },
        _ => null,
    };

    private static JsonObject? ParseObject(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Stored(EventRow Row, EventType? Type, UnreadWebhook? Webhook, Seen? Customer, ThreadRow? Thread, IReadOnlyList<LinkRow> Links, List<CommandRow> Commands)
    {
        public IReadOnlyList<VariableRow> Variables { get; init; } = [];
    }
}
