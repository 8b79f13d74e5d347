using System.Text.Json.Serialization;
using Hub.Connectors;

namespace Hub.BuiltIn;

/// <summary>The JSON of the built-in connector: what mappings see, in snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConsentChanged))]
[JsonSerializable(typeof(ConsentRequested))]
[JsonSerializable(typeof(CommandParked))]
[JsonSerializable(typeof(ConnectionFailed))]
[JsonSerializable(typeof(TemplatePaused))]
[JsonSerializable(typeof(CustomerMerged))]
[JsonSerializable(typeof(OutboundMessage))]
[JsonSerializable(typeof(StoredMedia))]
[JsonSerializable(typeof(TimerInput))]
[JsonSerializable(typeof(AlertInput))]
[JsonSerializable(typeof(RecordConsentInput))]
[JsonSerializable(typeof(TagCustomerInput))]
[JsonSerializable(typeof(SetCustomerInput))]
internal sealed partial class HubJson : JsonSerializerContext;
