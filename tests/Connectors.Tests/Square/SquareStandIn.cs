using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Square;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Square;

/// <summary>A Square that answers what a test tells it, and a connection to it.</summary>
internal sealed class SquareStandIn : IDisposable
{
    public const string Address = "https://connect.squareup.com/";
    public const string NotificationUrl = "https://hub.example.test/webhooks/bookings";

    public const string BookingJson = """
        {"id":"b1","version":2,"status":"ACCEPTED","start_at":"2026-05-06T10:00:00Z","location_id":"L1","customer_id":"C1","customer_note":"","seller_note":"",
         "appointment_segments":[{"duration_minutes":45,"service_variation_id":"S1","service_variation_version":1605808735978,"team_member_id":"TM1"}],
         "created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-02T10:00:00Z"}
        """;

    public const string LocationJson = """{"location":{"id":"L1","merchant_id":"M1","name":"Soho","timezone":"Europe/London","country":"GB","language_code":"en-GB","phone_number":"020 7946 0000"}}""";

    private readonly HttpClient client;
    private readonly List<Asked> asked = [];

    public SquareStandIn(SquareOptions? options = null)
    {
        client = new(Http) { BaseAddress = Connector.BaseUrl(options ?? Options) };
        Connection = new("bookings", Connector, options ?? Options, client, Clock) { Hears = Heard.Add };
    }

    public static SquareConnector Connector { get; } = new(SquareMapProfile.Mapper(null, NullLoggerFactory.Instance));

    public static SquareOptions Options { get; } = new()
    {
        SignatureKey = new(["key-1", "key-0"]),
        NotificationUrl = NotificationUrl,
        AccessToken = new(["token-1"]),
        ApplicationToken = new(["application-1"]),
        MerchantId = "M1",
    };

    public static CustomerRef Ann { get; } = new("c1", "Ann Example", "+447911123456", "ann@example.test", "en");

    public MockHttpMessageHandler Http { get; } = new();

    public Clock Clock { get; } = new();

    public Connection Connection { get; }

    public List<Budget> Heard { get; } = [];

    public ActionContext Context => new() { Connection = Connection, Attempt = 1 };

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<Asked> Requests => asked;

    /// <summary>The lines of all requests.</summary>
    public IEnumerable<string> Lines => asked.Select(one => one.Line);

    /// <summary>A webhook as Square signs it.</summary>
    public static WebhookRequest Deliver(byte[] body, object options)
    {
        var (key, url) = (((SquareOptions)options).SignatureKey.Current, ((SquareOptions)options).NotificationUrl);
        return new()
        {
            Method = "POST",
            Suffix = "",
            Query = new Dictionary<string, string>(),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["x-square-hmacsha256-signature"] = Convert.ToBase64String(HmacSignature.Sign(key, Encoding.UTF8.GetBytes(url), body)),
                ["square-environment"] = "Production",
            },
            Body = body,
            ArrivedAt = Clock.Start,
        };
    }

    /// <summary>The event in a body.</summary>
    public static IncomingEvent Read(string body) => Connector.Read(Deliver(Encoding.UTF8.GetBytes(body), Options)).ShouldHaveSingleItem();

    /// <summary>An event of Square's.</summary>
    public static string Event(string type, string content, string id = "x") => $$$"""
        {"merchant_id":"M1","type":"{{{type}}}","event_id":"e1","created_at":"2026-05-04T09:59:30Z","data":{"type":"{{{type.Split('.')[0]}}}","id":"{{{id}}}","object":{{{content}}}}}
        """;

    /// <summary>Answers a request with a status, a body and headers; requests of one line are answered in the order in which their answers were given, the last one for good.</summary>
    public SquareStandIn On(HttpMethod method, string path, int status, string body, params (string Name, string Value)[] headers) => On(method, path, (status, body, headers));

    public SquareStandIn On(HttpMethod method, string path, params (int Status, string Body, (string Name, string Value)[] Headers)[] answers)
    {
        var turn = 0;
        Http.When(method, Address + path).Respond(async request =>
        {
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
            asked.Add(new($"{request.Method} {request.RequestUri!.PathAndQuery[1..]}", sent, request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value))));
            var (status, body, headers) = answers[Math.Min(turn++, answers.Length - 1)];
            var answer = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
            return answer;
        });
        return this;
    }

    /// <summary>The seller's locations, the customer C1 with a phone, and the booking b1 of that customer.</summary>
    public SquareStandIn HasBooking(string phone = "07911 123456", string? reference = null) =>
        HasLocation().HasCustomer(phone, reference).On(HttpMethod.Get, "v2/bookings/b1", 200, $$"""{"booking":{{BookingJson}},"errors":[]}""");

    public SquareStandIn HasLocation() => On(HttpMethod.Get, "v2/locations/L1", 200, LocationJson).On(HttpMethod.Get, "v2/locations/main", 200, LocationJson);

    public SquareStandIn HasCustomer(string phone = "07911 123456", string? reference = null) => On(HttpMethod.Get, "v2/customers/C1", 200, $$$"""{"customer":{{{CustomerJson(phone, reference)}}}}""");

    /// <summary>What the search of customers finds, whatever it looks for.</summary>
    public SquareStandIn Finds(params string[] customers) => On(HttpMethod.Post, "v2/customers/search", 200, $$"""{"customers":[{{string.Join(',', customers)}}]}""");

    public static string CustomerJson(string phone = "07911 123456", string? reference = null, string id = "C1", string createdAt = "2026-01-01T00:00:00Z") =>
        $$$"""{"id":"{{{id}}}","version":3,"given_name":"Ann","family_name":"Example","email_address":"ann@example.test","phone_number":"{{{phone}}}","created_at":"{{{createdAt}}}"{{{(reference is null ? "" : $",\"reference_id\":\"{reference}\"")}}}}""";

    public static string Error(string code, string category = "INVALID_REQUEST_ERROR", string? field = null) =>
        $$$"""{"errors":[{"category":"{{{category}}}","code":"{{{code}}}","detail":"Ann Example is wrong"{{{(field is null ? "" : $",\"field\":\"{field}\"")}}}}]}""";

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

/// <summary>Times in tests.</summary>
internal static class At
{
    public static DateTimeOffset Of(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
