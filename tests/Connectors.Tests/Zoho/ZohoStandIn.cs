using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Zoho;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Zoho;

/// <summary>A Zoho that answers what a test tells it, and a connection to it.</summary>
internal sealed class ZohoStandIn : IDisposable
{
    public const string Address = "https://www.zohoapis.eu/crm/v8/";
    public const string CommandId = "0123456789abcdef0123456789abcdef";

    private readonly HttpClient client;
    private readonly List<Asked> asked = [];

    public ZohoStandIn(ZohoOptions? options = null)
    {
        client = new(Http) { BaseAddress = Connector.BaseUrl(options ?? Options) };
        Connection = new("zoho", Connector, options ?? Options, client, Clock) { Tokens = Tokens, Hears = Budgets.Add };
    }

    public static ZohoConnector Connector { get; } = new(ZohoMapProfile.Mapper(null, NullLoggerFactory.Instance));

    public static ZohoOptions Options { get; } = new()
    {
        ClientId = "1000.CLIENT",
        ClientSecret = new(["client-secret"]),
        RefreshToken = new(["1000.refresh"]),
        WebhookSecret = new(["0123456789abcdef-1", "0123456789abcdef-2"]),
        DataCentre = "eu",
    };

    public static CustomerRef Ann { get; } = new("c1", "Ann Mary Example", "+4915100000001", "ann@example.test", "en");

    public static ActionCall Call(object input) => new(CommandId, input, Clock.Start);

    public MockHttpMessageHandler Http { get; } = new();

    public Clock Clock { get; } = new();

    public FixedTokens Tokens { get; } = new();

    public List<Budget> Budgets { get; } = [];

    public Connection Connection { get; }

    public ActionContext Context => new() { Connection = Connection, Attempt = 1 };

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<Asked> Requests => asked;

    /// <summary>The mark that a write of this moment bears.</summary>
    public static string Mark => $"hub:{CommandId}:{Clock.Start.ToUnixTimeSeconds()}";

    /// <summary>A notification in a channel of the hub's, at the hub's own address.</summary>
    public static WebhookRequest Deliver(byte[] body, object options, DateTimeOffset at)
    {
        var secret = ((ZohoOptions)options).WebhookSecret.Current;
        return new()
        {
            Method = "POST",
            Suffix = ZohoChannel.SuffixOf(secret),
            Query = new Dictionary<string, string>(),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" },
            Body = WithToken(body, channel => ZohoChannel.TokenOf(secret, channel, at + TimeSpan.FromHours(1))),
            ArrivedAt = at,
        };
    }

    /// <summary>The events in a body.</summary>
    public static IReadOnlyList<IncomingEvent> Read(string body) => Connector.Read(new()
    {
        Method = "POST",
        Suffix = "",
        Query = new Dictionary<string, string>(),
        Headers = new Dictionary<string, string>(),
        Body = Encoding.UTF8.GetBytes(body),
        ArrivedAt = Clock.Start,
    });

    /// <summary>A body with another token; one that is no notification stays as it is.</summary>
    public static byte[] WithToken(byte[] body, Func<string, string?> token)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return body;
        }

        if (node is not JsonObject notification || notification["channel_id"]?.ToString() is not { } channel) return body;
        if (token(channel) is { } made) notification["token"] = made;
        else notification.Remove("token");
        return Encoding.UTF8.GetBytes(notification.ToJsonString());
    }

    /// <summary>Answers a request with a status, a body and headers.</summary>
    public ZohoStandIn On(HttpMethod method, string path, int status, string body, params (string Name, string Value)[] headers)
    {
        Http.When(method, path.StartsWith("https", StringComparison.Ordinal) ? path : Address + path).Respond(async request =>
        {
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
            asked.Add(new($"{request.Method} {Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri.Replace(Address, "", StringComparison.Ordinal))}", sent, request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value))));
            var answer = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
            return answer;
        });
        return this;
    }

    public void Dispose()
    {
        client.Dispose();
        Http.Dispose();
    }

    /// <summary>One request as it was sent.</summary>
    internal sealed record Asked(string Line, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public void BodyShouldBe(string json) => JsonNode.DeepEquals(JsonNode.Parse(Body), JsonNode.Parse(json)).ShouldBeTrue(Body);
    }

    /// <summary>Tokens by number: another one each time that one is refused.</summary>
    internal sealed class FixedTokens : ITokenSource
    {
        private int number = 1;

        public Uri? Address { get; set; }

        public ValueTask<AccessToken> CurrentAsync(CancellationToken cancel) => ValueTask.FromResult(new AccessToken($"access-{number}") { Address = Address });

        public ValueTask<AccessToken> OtherThanAsync(AccessToken refused, CancellationToken cancel)
        {
            number++;
            return CurrentAsync(cancel);
        }
    }
}
