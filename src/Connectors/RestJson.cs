using System.Text.Json;
using System.Text.Json.Serialization;
using RestEase;

namespace Hub.Connectors;

/// <summary>Lets the typed REST interfaces read and write JSON by source-generated types. Compiled into every connector.</summary>
internal static class RestJson
{
    /// <summary>Makes the typed REST client of a vendor over a connection's HTTP client.</summary>
    public static T Client<T>(HttpClient http, JsonSerializerContext types) => new RestClient(http)
    {
        RequestBodySerializer = new BodyWriter(types),
        ResponseDeserializer = new AnswerReader(types),
    }.For<T>();

    private sealed class BodyWriter(JsonSerializerContext types) : RequestBodySerializer
    {
        public override HttpContent? SerializeBody<T>(T body, RequestBodySerializerInfo info)
        {
            if (body is null) return null;
            var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, typeof(T), types));
            content.Headers.ContentType = new("application/json");
            return content;
        }
    }

    private sealed class AnswerReader(JsonSerializerContext types) : ResponseDeserializer
    {
        public override T Deserialize<T>(string? content, HttpResponseMessage response, ResponseDeserializerInfo info) =>
            string.IsNullOrWhiteSpace(content) ? default! : (T)JsonSerializer.Deserialize(content, typeof(T), types)!;
    }
}
