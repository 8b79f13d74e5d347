using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.HubSpot;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.HubSpot;

/// <summary>A HubSpot that answers what a test tells it, and a connection to it.</summary>
internal sealed class HubSpotStandIn : IDisposable
{
    public const string Address = "https://api.hubapi.com/";
    public const string CommandId = "f00d";

    private readonly HttpClient client;
    private readonly List<Asked> asked = [];

    public HubSpotStandIn(HubSpotOptions? options = null)
    {
        client = new(Http) { BaseAddress = Connector.BaseUrl(Options) };
        Connection = new("crm", Connector, options ?? Options, client, Clock);
    }

    public static HubSpotConnector Connector { get; } = new(HubSpotMapProfile.Mapper(null, NullLoggerFactory.Instance));

    public static HubSpotOptions Options { get; } = new()
    {
        PortalId = "62515",
        AppId = "54321",
        ClientSecret = new(["secret-1", "secret-2"]),
        AccessToken = new(["pat-na1-token"]),
        WebhookUrl = "https://hub.example.com/webhooks/crm",
    };

    public static CustomerRef Ann { get; } = new("c1", "Ann Example", "+61400000001", "ann@example.test", "en");

    public MockHttpMessageHandler Http { get; } = new();

    public Clock Clock { get; } = new();

    public Connection Connection { get; }

    public ActionContext Context => new() { Connection = Connection, Attempt = 1 };

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<Asked> Requests => asked;

    public IReadOnlyList<string> Lines => [.. asked.Select(one => one.Line)];

    /// <summary>A webhook as HubSpot signs it.</summary>
    public static WebhookRequest Deliver(byte[] body, object options, DateTimeOffset at)
    {
        var own = (HubSpotOptions)options;
        var timestamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return Request("POST", body, at,
            ("X-HubSpot-Signature-v3", Convert.ToBase64String(HmacSignature.Sign(own.ClientSecret.Current, Encoding.UTF8.GetBytes($"POST{own.WebhookUrl}"), (byte[])[.. body, .. Encoding.UTF8.GetBytes(timestamp)]))),
            ("X-HubSpot-Request-Timestamp", timestamp));
    }

    public static WebhookRequest Request(string method, byte[] body, DateTimeOffset at, params (string Name, string Value)[] headers) => new()
    {
        Method = method,
        Suffix = "",
        Query = new Dictionary<string, string>(),
        Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        Body = body,
        ArrivedAt = at,
    };

    /// <summary>The events in a body.</summary>
    public static IReadOnlyList<IncomingEvent> Read(string body) => Connector.Read(Deliver(Encoding.UTF8.GetBytes(body), Options, Clock.Start));

    /// <summary>Answers a request with a status, a body and headers.</summary>
    public HubSpotStandIn On(HttpMethod method, string path, int status, string body, params (string Name, string Value)[] headers)
    {
        Http.When(method, Address + path).Respond(request => AnswerAsync(request, status, body, headers));
        return this;
    }

    /// <summary>Answers the requests of this kind that come first, each once.</summary>
    public HubSpotStandIn Once(HttpMethod method, string path, int status, string body)
    {
        Http.Expect(method, Address + path).Respond(request => AnswerAsync(request, status, body, []));
        return this;
    }

    /// <summary>The hub's unique property of a kind is there.</summary>
    public HubSpotStandIn Has(string kind, string property) => On(HttpMethod.Get, $"crm/v3/properties/{kind}/{property}", 200, $$"""{"name":"{{property}}","hasUniqueValue":true}""");

    public void Dispose()
    {
        client.Dispose();
        Http.Dispose();
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, int status, string body, (string Name, string Value)[] headers)
    {
        var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
        asked.Add(new($"{request.Method} {Uri.UnescapeDataString(request.RequestUri!.PathAndQuery[1..])}", sent, request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value))));
        var answer = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
        return answer;
    }

    /// <summary>One request as it was sent.</summary>
    internal sealed record Asked(string Line, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public void BodyShouldBe(string json) => JsonNode.DeepEquals(JsonNode.Parse(Body), JsonNode.Parse(json)).ShouldBeTrue(Body);

        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
