using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.Zendesk;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Zendesk;

/// <summary>A Zendesk that answers what a test tells it, and a connection to it.</summary>
internal sealed class ZendeskStandIn : IDisposable
{
    public const string Address = "https://acme.zendesk.com/api/v2/";
    public const string Credentials = "Basic aHViQGFjbWUudGVzdC90b2tlbjp0b2tlbi0x";

    private readonly HttpClient client;
    private readonly List<Asked> asked = [];

    public ZendeskStandIn()
    {
        client = new(Http) { BaseAddress = Connector.BaseUrl(Options) };
        Connection = new("desk", Connector, Options, client, Clock);
    }

    public static ZendeskConnector Connector { get; } = new(ZendeskMapProfile.Mapper(null, NullLoggerFactory.Instance));

    public static ZendeskOptions Options { get; } = new()
    {
        Subdomain = "acme",
        Email = "hub@acme.test",
        ApiToken = new(["token-1"]),
        SigningSecret = new(["secret-1", "secret-2"]),
    };

    public static CustomerRef Ann { get; } = new("c1", "Ann Example", "+61400000001", "ann@example.test", "en");

    public MockHttpMessageHandler Http { get; } = new();

    public Clock Clock { get; } = new();

    public Connection Connection { get; }

    public ActionContext Context => new() { Connection = Connection, Attempt = 1 };

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<Asked> Requests => asked;

    /// <summary>A webhook as Zendesk signs it.</summary>
    public static WebhookRequest Deliver(byte[] body, object options, DateTimeOffset at)
    {
        var timestamp = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var secret = ((ZendeskOptions)options).SigningSecret.Current;
        return new()
        {
            Method = "POST",
            Suffix = "",
            Query = new Dictionary<string, string>(),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-Zendesk-Webhook-Signature"] = Convert.ToBase64String(HmacSignature.Sign(secret, Encoding.UTF8.GetBytes(timestamp), body)),
                ["X-Zendesk-Webhook-Signature-Timestamp"] = timestamp,
            },
            Body = body,
            ArrivedAt = at,
        };
    }

    /// <summary>The events in a body.</summary>
    public static IReadOnlyList<IncomingEvent> Read(string body) => Connector.Read(Deliver(Encoding.UTF8.GetBytes(body), Options, Clock.Start));

    /// <summary>Answers a request with a status, a body and headers.</summary>
    public ZendeskStandIn On(HttpMethod method, string path, int status, string body, params (string Name, string Value)[] headers)
    {
        Http.When(method, Address + path).Respond(async request =>
        {
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
            asked.Add(new($"{request.Method} {request.RequestUri!.PathAndQuery["/api/v2/".Length..]}", sent, request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value))));
            var answer = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
            return answer;
        });
        return this;
    }

    /// <summary>Ann is a Zendesk user already.</summary>
    public ZendeskStandIn KnowsAnn() =>
        On(HttpMethod.Get, "users/show_many?external_ids=hub:c1", 200, """{"users":[{"id":9007199254740993,"name":"Ann","role":"end-user"}]}""");

    public void Dispose()
    {
        client.Dispose();
        Http.Dispose();
    }

    /// <summary>One request as it was sent.</summary>
    internal sealed record Asked(string Line, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public void BodyShouldBe(string json) => JsonNode.DeepEquals(JsonNode.Parse(Body), JsonNode.Parse(json)).ShouldBeTrue(Body);

        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}

/// <summary>A clock that stands until it is set.</summary>
internal sealed class Clock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;
}
