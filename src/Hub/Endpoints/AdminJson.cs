using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hub.Mappings.Explaining;
using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>The JSON of the endpoints: camelCase, null properties written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(Stats))]
[JsonSerializable(typeof(Page<WebhookEntry>))]
[JsonSerializable(typeof(WebhookDetail))]
[JsonSerializable(typeof(Page<EventEntry>))]
[JsonSerializable(typeof(Page<CommandEntry>))]
[JsonSerializable(typeof(EventDetail))]
[JsonSerializable(typeof(CommandDetail))]
[JsonSerializable(typeof(Page<AlertEntry>))]
[JsonSerializable(typeof(Page<MergeEntry>))]
[JsonSerializable(typeof(ThreadHistory))]
[JsonSerializable(typeof(Found))]
[JsonSerializable(typeof(IReadOnlyList<Pause>))]
[JsonSerializable(typeof(IReadOnlyList<PauseEnding>))]
[JsonSerializable(typeof(IReadOnlyList<Approval>))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(ReconciliationList))]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(ConsentBody))]
[JsonSerializable(typeof(ConsentAnswer))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(ParkedList))]
[JsonSerializable(typeof(ParkedDetail))]
[JsonSerializable(typeof(ParkedOrder))]
[JsonSerializable(typeof(ParkedAnswer))]
[JsonSerializable(typeof(MappingList))]
[JsonSerializable(typeof(SnapshotText))]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(Published))]
[JsonSerializable(typeof(Checked))]
[JsonSerializable(typeof(IReadOnlyList<ConnectionEntry>))]
[JsonSerializable(typeof(ConnectionStanding))]
[JsonSerializable(typeof(IReadOnlyList<ConnectionTemplates>))]
[JsonSerializable(typeof(CapturedScenario))]
[JsonSerializable(typeof(SimulateRequest))]
[JsonSerializable(typeof(SimulationLine))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(ClockState))]
[JsonSerializable(typeof(ClockChange))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(string))]
internal sealed partial class AdminJson : JsonSerializerContext;
