using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hub.Connectors;
using Hub.Mappings;

namespace Hub.Pipeline;

/// <summary>What is stored of an event besides its columns and its record.</summary>
/// <param name="Ends">The link ends it carries.</param>
/// <param name="Terms">What it is searched by.</param>
/// <param name="Fact">What the hub itself must know of it.</param>
/// <param name="EchoOf">The command that caused it, where the vendor's mark tells.</param>
/// <param name="DeliveryKey">The connector's own key, which completion needs again.</param>
internal sealed record EventEnvelope(
    IReadOnlyDictionary<string, string> Ends, IReadOnlyList<string> Terms, ConversationFact? Fact, string? EchoOf, string DeliveryKey)
{
    /// <summary>The envelope of an event as it was read or completed.</summary>
    public static EventEnvelope Of(IncomingEvent e) => new(e.Ends, e.Terms, e.Fact, e.EchoOf, e.DeliveryKey) { MadeBy = e.MadeBy, Reported = e.Reported };

    /// <summary>The command that made the record which it names, where the vendor's mark tells.</summary>
    public string? MadeBy { get; init; }

    /// <summary>What it reports of a record that the hub may have written to.</summary>
    public RecordState? Reported { get; init; }
}

/// <summary>What waits with words that could not leave because the window was closed.</summary>
/// <param name="Action">The action that sends the template.</param>
/// <param name="Input">Its input, as JSON.</param>
/// <param name="Keep">How long the words wait.</param>
internal sealed record StoredOutsideWindow(string Action, string Input, TimeSpan Keep);

/// <summary>The JSON that the pipeline stores.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventEnvelope))]
[JsonSerializable(typeof(StoredOutsideWindow))]
[JsonSerializable(typeof(LimitDraft))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(MessageTemplate))]
[JsonSerializable(typeof(List<SnapshotSource>))]
[JsonSerializable(typeof(SeenState))]
internal sealed partial class PipelineJson : JsonSerializerContext;

/// <summary>One file of a stored snapshot.</summary>
/// <param name="Path">The path within the folder.</param>
/// <param name="Text">Its text.</param>
internal sealed record SnapshotSource(string Path, string Text);
