using System.Text;
using AutoMapper;
using Hub.Connectors;
using Hub.Connectors.Shopify;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Shopify;

/// <summary>A shop as the tests have it: its connector, its signed deliveries, its Admin API.</summary>
internal sealed class Shop
{
    public const string Address = "https://harbour-lamps.myshopify.com/admin/api/2026-07/graphql.json";
    public static readonly DateTimeOffset Arrival = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);
    public static readonly ShopifyOptions Options = new() { Shop = "Harbour-Lamps", ClientSecret = new(["shpss_current", "shpss_old"]), AccessToken = new(["shpat_token"]) };
    public static readonly ShopifyOptions Other = new() { Shop = "other", ClientSecret = new(["shpss_other"]), AccessToken = new(["shpat_other"]) };

    public Shop(ILogger<AdminApi>? logger = null)
    {
        Connector = new(Mapper, new AdminApi(logger ?? NullLogger<AdminApi>.Instance));
        var http = Api.ToHttpClient();
        http.BaseAddress = Connector.BaseUrl(Options);
        Connection = new("shop-au", Connector, Options, http, TimeProvider.System);
    }

    public static IMapper Mapper { get; } = new MapperConfiguration(map => map.AddProfile<ShopifyMapProfile>(), NullLoggerFactory.Instance).CreateMapper();

    public ShopifyConnector Connector { get; }

    public Connection Connection { get; }

    public MockHttpMessageHandler Api { get; } = new();

    public ActionContext Context => new() { Connection = Connection, Attempt = 1 };

    public static WebhookRequest Deliver(byte[] body, ShopifyOptions options, string topic) => new()
    {
        Method = "POST",
        Suffix = topic,
        Query = new Dictionary<string, string>(),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["X-Shopify-Topic"] = topic,
            ["X-Shopify-Shop-Domain"] = options.ShopDomain,
            ["X-Shopify-Webhook-Id"] = "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
            ["X-Shopify-Triggered-At"] = "2026-03-02T09:29:58.123Z",
            ["X-Shopify-Hmac-Sha256"] = Convert.ToBase64String(HmacSignature.Sign(options.ClientSecret!.Current, [], body)),
        },
        Body = body,
        ArrivedAt = Arrival,
    };

    public static WebhookRequest Deliver(string json, string topic) => Deliver(Encoding.UTF8.GetBytes(json), Options, topic);

    /// <summary>The one event that the connector reads in a body.</summary>
    public IncomingEvent Read(string json, string topic) => Connector.Read(Deliver(json, topic)).ShouldHaveSingleItem();

    /// <summary>The topic of a sample by its file name.</summary>
    public static string TopicOf(string sample) => sample.Split('.') switch
    {
        ["webhook", "orders", ..] => "orders/updated",
        ["webhook", "customers", ..] => "customers/update",
        ["webhook", var name, ..] => name.Replace('-', '/'),
        _ => "orders/create",
    };
}
