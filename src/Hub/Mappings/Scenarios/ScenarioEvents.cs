using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>Makes events of what a step gives: a webhook's payload as the vendor sends it, or an event's own fields.</summary>
/// <param name="folder">The folder of the scenario file; payloads are named from here.</param>
/// <param name="environment">The connectors.</param>
internal sealed class ScenarioEvents(string folder, MappingEnvironment environment)
{
    // A message's own words, and the text that is made of them for every kind of message.
    private const string Words = "text";
    private const string Summary = "summary";

    /// <summary>JSON that people read.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<IncomingEvent> Of(JsonObject given, DateTimeOffset now)
    {
        var incoming = given["payload"] is { } payload ? FromWebhook(given, payload.ToString(), now) : [FromFields(given, now)];
        return [.. incoming.Select(happened => Changed(happened, given["change"] as JsonObject))];
    }

    /// <summary>The connection that reports what a step gives: the one that is named, by <c>connection</c> or by the payload's folder; of a connector's name, and where none is named, the first.</summary>
    /// <param name="given">What the step gives.</param>
    /// <param name="happened">An event of it.</param>
    /// <exception cref="ScenarioException">The named one does not report such events.</exception>
    public string ConnectionOf(JsonObject given, IncomingEvent happened)
    {
        var reporting = environment.All.Where(pair => pair.Connector.Events.Any(type => type.Name == happened.Type)).ToList();
        var name = given["connection"]?.ToString() ?? (given["payload"]?.ToString() is { } payload ? FolderOf(payload) : null);
        if (name is null || reporting.Exists(pair => pair.Name == name)) return name ?? reporting[0].Name;
        if (given["connection"] is not null && Find(name) is null) throw new ScenarioException($"There is no connection {name}.{Suggestion.For(name, Names)} Known: {string.Join(", ", Names)}.");
        return reporting.FirstOrDefault(pair => pair.Connector.Name == name).Name
            ?? throw new ScenarioException($"The connection {name} does not report {happened.Type}. Write one of {string.Join(", ", reporting.Select(pair => pair.Name))}.");
    }

    // An event that is unknown even by kind: the vendor says in the address what it is.
    private bool IsOfNoKind(IncomingEvent happened) =>
        happened.Type.EndsWith(".unknown", StringComparison.Ordinal) && JsonSerializer.SerializeToNode(happened.Data, TypeOf(happened.Type).Data)?["kind"]?.ToString() is null or "";

    private static string NoSuffix(string payload, IConnector connector) =>
        $"{payload} does not say which event it is: {connector.Name} tells that by the end of the webhook's address. Give that end as suffix, such as suffix: orders/paid under given, or by --suffix.";

    // What the vendor's own words for an event, or the hub's, were meant as.
    private static string? NoSuchSuffix(string suffix, IConnector connector)
    {
        if (suffix.Length == 0 || connector.Suffixes.Count == 0 || connector.Suffixes.Contains(suffix, StringComparer.Ordinal)) return null;
        var prefix = connector.Name + ".";
        var words = (suffix.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? suffix[prefix.Length..] : suffix).Replace('.', '/');
        return $"{connector.Name} has no event at the address that ends in {suffix}.{Suggestion.For(words, connector.Suffixes)} A suffix is one of {string.Join(", ", connector.Suffixes)}. For one that the hub does not know write event: {connector.Name}.unknown with data in place of the payload.";
    }

    private IReadOnlyList<IncomingEvent> FromWebhook(JsonObject given, string payload, DateTimeOffset now)
    {
        var connector = given["connection"]?.ToString() is { } connection ? ConnectorOf(connection) : ConnectorOfFolder(payload);
        var headers = (given["headers"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase);
        var request = new WebhookRequest
        {
            Method = "POST",
            Suffix = given["suffix"]?.ToString() ?? "",
            Query = new Dictionary<string, string>(StringComparer.Ordinal),
            Headers = headers,
            Body = ReadFile(payload),
            ArrivedAt = now,
        };
        if (NoSuchSuffix(request.Suffix, connector) is { } unknown) throw new ScenarioException(unknown);
        try
        {
            // A sample's own times are old; the scenario's clock is when it happened.
            var read = connector.Read(request);
            if (request.Suffix.Length == 0 && read.Count > 0 && read.All(IsOfNoKind)) throw new ScenarioException(NoSuffix(payload, connector));
            return [.. read.Select(happened => happened with { OccurredAt = now })];
        }
        catch (UnreadableWebhookException wrong)
        {
            throw new ScenarioException(wrong.InnerException is JsonException { LineNumber: not null } json && !IsJson(request.Body) ? EventFile.NotJson(payload, json, request.Body.Span) : $"{payload} cannot be read: {wrong.Message}");
        }
    }

    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var read = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private IncomingEvent FromFields(JsonObject given, DateTimeOffset now)
    {
        var type = TypeOf(given["event"]?.ToString() ?? throw new ScenarioException("given takes payload: FILE, or event: TYPE with data."));
        var data = given["data"] switch
        {
            JsonObject fields => (JsonObject)fields.DeepClone(),
            JsonValue file => ObjectIn(file.ToString()),
            _ => [],
        };
        if (UnknownFields.In(data, type.Data, type.Name) is { } unknown) throw new ScenarioException(IsOfVendor(data, type) ? $"data are not the fields of {type.Name}: they look like the body of a webhook, as the vendor sends it. Put that into a file and write payload: FILE in place of event and data." : $"data: {unknown}");
        var ends = (given["ends"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal);
        return new()
        {
            Type = type.Name,
            Account = null,
            Subject = type.Name,
            DeliveryKey = data.ToJsonString(),
            OccurredAt = now,
            Data = Typed(type, data),
            Ends = ends,
            Fact = type.InThread && type.Name.EndsWith(".message.received", StringComparison.Ordinal) ? Said(data, now) : null,
        };
    }

    // Of the hub's own fields few are there, and many others.
    private static bool IsOfVendor(JsonObject data, EventType type)
    {
        var known = data.Count(field => type.Data.Properties.Any(property => property.Name == field.Key));
        return data.Count - known >= (known == 0 ? 2 : 3);
    }

    // A message that is written out field by field is one of the scenario's one customer. No other event of a thread opens its window.
    private static ConversationFact.MessageReceived Said(JsonObject data, DateTimeOffset now) =>
        new("number", new([], null), "message", data["kind"]?.ToString() ?? "text", data["summary"]?.ToString() ?? "", now, null);

    private IncomingEvent Changed(IncomingEvent happened, JsonObject? change)
    {
        if (change is null) return happened;
        var type = TypeOf(happened.Type);
        var data = (JsonObject)JsonSerializer.SerializeToNode(happened.Data, type.Data)!;
        if (UnknownFields.In(change, type.Data, type.Name) is { } mistake) throw new ScenarioException($"change: {mistake}");
        var (words, summary) = (data[Words]?.ToString(), data[Summary]?.ToString());
        ScenarioJson.Merge(data, change);
        if (summary is not null && change.ContainsKey(Words) && !change.ContainsKey(Summary) && data[Words]?.ToString() is { } spoken)
        {
            data[Summary] = words is { Length: > 0 } ? summary.Replace(words, spoken, StringComparison.Ordinal) : spoken;
        }

        return happened with
        {
            Data = Typed(type, data),
            Fact = happened.Fact is ConversationFact.MessageReceived message && data[Summary] is { } said ? message with { Summary = said.ToString() } : happened.Fact,
        };
    }

    private static object Typed(EventType type, JsonObject data)
    {
        try
        {
            data.TryAdd("raw", new JsonObject());
            return JsonSerializer.Deserialize(data, type.Data) ?? throw new ScenarioException($"{type.Name} needs data.");
        }
        catch (JsonException wrong)
        {
            throw new ScenarioException($"The data do not make a {type.Name}: {MisfitData.Of(wrong, data, type.Data)}");
        }
    }

    private JsonObject ObjectIn(string name)
    {
        var text = ReadFile(name);
        try
        {
            return JsonNode.Parse(text.Span, documentOptions: EventFile.Strict) as JsonObject ?? throw new ScenarioException($"{name} is JSON, but no object: an event is written {{\"field\": value}}.");
        }
        catch (JsonException wrong)
        {
            throw new ScenarioException(EventFile.NotJson(name, wrong, text.Span));
        }
    }

    private ReadOnlyMemory<byte> ReadFile(string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : throw new ScenarioException($"There is no file {name} beside the scenarios.");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{name} cannot be read: {wrong.Message}");
        }
    }

    private EventType TypeOf(string name) =>
        environment.All.SelectMany(pair => pair.Connector.Events).FirstOrDefault(type => type.Name == name) ?? throw new ScenarioException($"There is no event {name}.{Suggestion.For(name, environment.All.SelectMany(pair => pair.Connector.Events).Select(type => type.Name))}");

    private IConnector ConnectorOf(string name) => Find(name) ?? throw new ScenarioException($"There is no connection {name}.{Suggestion.For(name, Names)} Known: {string.Join(", ", Names)}.");

    private IConnector ConnectorOfFolder(string payload)
    {
        var name = FolderOf(payload);
        return Find(name) ?? throw new ScenarioException(
            $"Nothing says which vendor sent {payload}: its folder {name} is no connection. Write under given also connection:, one of {string.Join(", ", Names)}, or put the file in a folder of that name.");
    }

    private string FolderOf(string payload) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, payload)))) ?? "";

    private IReadOnlyList<string> Names => [.. environment.Connections.SelectMany(pair => new[] { pair.Name, pair.Connector.Name }).Distinct(StringComparer.Ordinal)];

    private IConnector? Find(string name) => environment.All.FirstOrDefault(pair => pair.Name == name || pair.Connector.Name == name).Connector;
}
