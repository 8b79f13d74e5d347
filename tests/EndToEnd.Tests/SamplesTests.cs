using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Sandbox;
using Sandbox.Vendors;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Every webhook sample of the vendors, posted to the hub as the vendor would.</summary>
public sealed class SamplesTests(ITestOutputHelper output) : IAsyncLifetime
{
    // By vendor, how the names of the webhooks begin, and of the samples that are none.
    private static readonly (string Vendor, string Webhooks, string[] Others)[] Kinds =
    [
        // What the hub sends, what it is answered, errors among them, and templates as their maker writes them.
        ("whatsapp", "webhook.", ["request.", "response.", "error.", "template-definitions."]),

        // Answers of the API, and the headers of a delivery without its body.
        ("zendesk", "event-", ["api-", "webhook-request-headers."]),

        // Answers of the REST API.
        ("shopify", "webhook.", ["rest."]),

        // What the hub sends, and what it is answered.
        ("square", "webhook.", ["request.", "response."]),

        // Answers of the API, and the published vectors of its older signatures.
        ("hubspot", "webhook-", ["api-", "signature-"]),
    ];

    private readonly HttpClient http = new();
    private World world = null!;

    public async Task InitializeAsync() => world = await World.StartAsync(new() { Seed = 1 }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        http.Dispose();
        await world.DisposeAsync();
    }

    [SamplesFact]
    public async Task EverySample_RightlySigned_IsAnswered200AndAccountedFor()
    {
        var before = await world.Api.StatsAsync(CancellationToken.None);
        var samples = All();
        foreach (var (name, webhook) in samples) (await PostAsync(webhook, webhook.Body)).ShouldBe(200, name);

        await world.SettleAsync(CancellationToken.None);

        var after = await world.Api.StatsAsync(CancellationToken.None);
        output.WriteLine(after.Json.ToJsonString());
        (after.Webhooks("received") - before.Webhooks("received")).ShouldBe(samples.Count);
        after.Webhooks("parked").ShouldBe(0, await world.DescribeAsync("no sample is parked", CancellationToken.None));
        after.Closes.ShouldBeTrue();
    }

    [SamplesFact]
    public async Task EverySample_WronglySigned_IsAnswered401AndNotStored()
    {
        var before = await world.Api.StatsAsync(CancellationToken.None);
        var samples = All();
        foreach (var (name, webhook) in samples) (await PostAsync(webhook, [.. webhook.Body, (byte)' '])).ShouldBe(401, name);

        // The hub writes the counters of what it does not store once a second.
        await world.UntilAsync("the refusals are counted", async () => (await world.Api.StatsAsync(CancellationToken.None)).Requests("refused401") - before.Requests("refused401") == samples.Count, CancellationToken.None);
        (await world.Api.StatsAsync(CancellationToken.None)).Webhooks("received").ShouldBe(before.Webhooks("received"));
    }

    [SamplesFact]
    public void EverySample_IsAWebhookOrKnownToBeNone()
    {
        foreach (var (vendor, webhooks, others) in Kinds)
        {
            var names = SharedSamples.Names(vendor).ToList();
            foreach (var prefix in (string[])[webhooks, .. others]) names.RemoveAll(name => name.StartsWith(prefix, StringComparison.Ordinal)).ShouldBePositive(prefix);
            names.ShouldBeEmpty(vendor);
        }
    }

    private IReadOnlyList<(string Name, Webhook Webhook)> All()
    {
        var samples = Kinds.SelectMany(kind => SharedSamples.Of(kind.Vendor, kind.Webhooks).Select((s, n) => (s.Name, Webhook: kind.Vendor switch
        {
            "whatsapp" => OfWhatsApp(s.Body),
            "zendesk" => OfZendesk(s.Body),
            "square" => OfSquare(s.Body),
            "hubspot" => OfHubSpot(s.Body),
            _ => OfShopify(s.Name, s.Body, n),
        }))).ToList();
        samples.Count.ShouldBeGreaterThan(80);
        return samples;
    }

    private Webhook OfWhatsApp(byte[] sample) => new("", "", "", "/webhooks/wa", sample, (body, _) => new Dictionary<string, string>
    {
        ["X-Hub-Signature-256"] = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Key(world.WhatsApp, "AppSecret"), body))}",
    });

    private Webhook OfZendesk(byte[] sample) => new("", "", "", "/webhooks/desk", sample, (body, at) =>
    {
        var timestamp = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["x-zendesk-webhook-signature-timestamp"] = timestamp,
            ["x-zendesk-webhook-signature"] = Convert.ToBase64String(HMACSHA256.HashData(Key(world.Zendesk, "SigningSecret"), (byte[])[.. Encoding.UTF8.GetBytes(timestamp), .. body])),
        };
    });

    private Webhook OfSquare(byte[] sample) => new("", "", "", "/webhooks/bookings", sample, (body, _) => new Dictionary<string, string>
    {
        ["x-square-hmacsha256-signature"] = Convert.ToBase64String(HMACSHA256.HashData(Key(world.Square, "SignatureKey"), (byte[])[.. Key(world.Square, "NotificationUrl"), .. body])),
    });

    private Webhook OfHubSpot(byte[] sample) => new("", "", "", "/webhooks/crm", sample, (body, at) =>
    {
        var timestamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["X-HubSpot-Request-Timestamp"] = timestamp,
            ["X-HubSpot-Signature-v3"] = Convert.ToBase64String(HMACSHA256.HashData(Key(world.HubSpot, "ClientSecret"), (byte[])[.. Encoding.UTF8.GetBytes("POST" + world.HubSpot.Settings["WebhookUrl"]), .. body, .. Encoding.UTF8.GetBytes(timestamp)])),
        };
    });

    private Webhook OfShopify(string name, byte[] sample, int number)
    {
        var topic = TopicOf(name);
        return new("", "", topic, $"/webhooks/shop/{topic}", sample, (body, at) => new Dictionary<string, string>
        {
            ["X-Shopify-Topic"] = topic,
            ["X-Shopify-Shop-Domain"] = $"{world.Shopify.Settings["Shop"]}.myshopify.com",
            ["X-Shopify-Webhook-Id"] = string.Create(CultureInfo.InvariantCulture, $"sample-{number}"),
            ["X-Shopify-Event-Id"] = string.Create(CultureInfo.InvariantCulture, $"sample-{number}"),
            ["X-Shopify-Triggered-At"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["X-Shopify-API-Version"] = world.Shopify.Settings["ApiVersion"],
            ["X-Shopify-Hmac-Sha256"] = Convert.ToBase64String(HMACSHA256.HashData(Key(world.Shopify, "ClientSecret"), body)),
        });
    }

    // The topic stands in no body; two samples name only the resource.
    private static string TopicOf(string file) => file.Split('.')[1] switch
    {
        "orders" => "orders/updated",
        "customers" => "customers/update",
        var name => name.Replace('-', '/'),
    };

    private static byte[] Key(IVendor vendor, string setting) => Encoding.UTF8.GetBytes(vendor.Settings[setting]);

    private async Task<int> PostAsync(Webhook webhook, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Hub.Address, webhook.Path));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in webhook.Sign(webhook.Body, world.Clock.GetUtcNow())) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
