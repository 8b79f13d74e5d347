using System.Text.Json.Serialization;

namespace Hub.Connectors.WhatsApp;

/// <summary>What mappings see: events, inputs, results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageReceived))]
[JsonSerializable(typeof(MessageEdited))]
[JsonSerializable(typeof(MessageRevoked))]
[JsonSerializable(typeof(MessageEchoed))]
[JsonSerializable(typeof(StatusChanged))]
[JsonSerializable(typeof(PreferenceChanged))]
[JsonSerializable(typeof(TemplateChanged))]
[JsonSerializable(typeof(SystemChanged))]
[JsonSerializable(typeof(AccountChanged))]
[JsonSerializable(typeof(UnknownEvent))]
[JsonSerializable(typeof(SendTemplateInput))]
[JsonSerializable(typeof(ReplyInput))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(OutboundMessage))]
[JsonSerializable(typeof(StoredMedia))]
internal sealed partial class WhatsAppJson : JsonSerializerContext;

/// <summary>The parts of webhooks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(LenientText)], NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(MetadataPart))]
[JsonSerializable(typeof(ContactPart))]
[JsonSerializable(typeof(MessagePart))]
[JsonSerializable(typeof(StatusPart))]
[JsonSerializable(typeof(PreferencePart))]
[JsonSerializable(typeof(TemplatePart))]
[JsonSerializable(typeof(AccountPart))]
[JsonSerializable(typeof(ErrorPart))]
internal sealed partial class WhatsAppWebhookJson : JsonSerializerContext;

/// <summary>What goes over the REST interface.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString, Converters = [typeof(LenientText)])]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(TemplatePage))]
[JsonSerializable(typeof(MediaPlace))]
[JsonSerializable(typeof(GraphNode))]
[JsonSerializable(typeof(GraphAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(NumberNode))]
[JsonSerializable(typeof(NumberWrite))]
[JsonSerializable(typeof(SubscribedApps))]
[JsonSerializable(typeof(AppSubscriptions))]
[JsonSerializable(typeof(SuccessAnswer))]
internal sealed partial class WhatsAppApiJson : JsonSerializerContext;
