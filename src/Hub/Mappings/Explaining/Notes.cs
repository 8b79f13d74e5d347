using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;

namespace Hub.Mappings.Explaining;

/// <summary>What is worth knowing of routes that did not look.</summary>
internal static class Notes
{
    private const string EventName = "event.";

    /// <summary>Sentences on an event type.</summary>
    public static IReadOnlyList<string> Of(Snapshot snapshot, string eventType) => snapshot.On(eventType).Count == 0 ? [$"No route of the folder runs on {eventType}."] : [];

    /// <summary>A sentence on what routes ask of an event and the hub would fetch at the vendor; null where nothing of it is absent.</summary>
    /// <param name="snapshot">The files.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="data">Its data, with all that the file gives.</param>
    /// <param name="given">What the file gives: only of a webhook's payload something can be lacking, and what stands under <c>change</c> is meant so.</param>
    public static string? Lacking(Snapshot snapshot, EventType type, object data, JsonObject given)
    {
        if (type.Completeness == EventCompleteness.Complete || !given.ContainsKey("payload")) return null;
        var (changed, content) = (given["change"] as JsonObject ?? [], JsonSerializer.SerializeToNode(data, type.Data));
        var absent = snapshot.On(type.Name).SelectMany(route => route.FieldsNamed(snapshot.Find))
            .Where(path => path.StartsWith(EventName, StringComparison.Ordinal) && !path.Contains('[', StringComparison.Ordinal)).Select(path => path[EventName.Length..])
            .Where(path => !changed.ContainsKey(path.Split('.')[0]) && IsAbsent(content, path.Split('.'))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (absent.Count == 0) return null;
        var parts = absent[0].Split('.');
        return $"the payload of {type.Name} has no {string.Join(", ", absent)}. In life the hub fetches at the vendor what a webhook lacks; here change gives it, such as change: {{{string.Join(": {", parts)}: …{new string('}', parts.Length)}";
    }

    // What a connector cannot know before the fetch it may also leave as empty text.
    private static bool IsAbsent(JsonNode? node, IReadOnlyList<string> path)
    {
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node is null || (node is JsonValue value && value.ToString().Length == 0);
    }

    /// <summary>The routes that run on the event type, but not from this connection.</summary>
    public static IEnumerable<RouteExplanation> NotAsked(Snapshot snapshot, string eventType, string connection) =>
        from route in snapshot.On(eventType)
        let taken = (route.Trigger as RouteTrigger.OnEvents)?.Connection
        where taken is not null && taken != connection
        select new RouteExplanation { File = route.File, Line = route.Line, Route = route.Id, Outcome = "not_asked", Note = $"It takes events of the connection {taken} only, and this one came by {connection}." };
}
