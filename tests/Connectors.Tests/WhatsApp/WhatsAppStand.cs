using System.Text;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.WhatsApp;

/// <summary>The connector as the hub gets it, options, deliveries and connections for its tests.</summary>
internal static class WhatsAppStand
{
    public static readonly DateTimeOffset Arrival = new(2026, 10, 5, 9, 0, 0, TimeSpan.Zero);

    public static IMessagingConnector Connector { get; } = Make();

    public static WhatsAppOptions Options { get; } = new()
    {
        AppSecret = new(["app-secret", "older-secret"]),
        VerifyToken = new(["verify-me"]),
        AccessToken = new(["token-1", "token-0"]),
        PhoneNumberId = "106540352242922",
        BusinessAccountId = "102290129340398",
    };

    public static WhatsAppOptions OtherOptions { get; } = Options with { AppSecret = new(["another-secret"]), VerifyToken = new(["another"]) };

    public static WebhookRequest Delivery(byte[] body, object options, string sample = "") => new()
    {
        Method = "POST",
        Suffix = "",
        Query = new Dictionary<string, string>(StringComparer.Ordinal),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["X-Hub-Signature-256"] = "sha256=" + Convert.ToHexStringLower(HmacSignature.Sign(((WhatsAppOptions)options).AppSecret.Current, [], body)),
        },
        Body = body,
        ArrivedAt = Arrival,
    };

    public static IReadOnlyList<IncomingEvent> Read(string body) => Connector.Read(Delivery(Encoding.UTF8.GetBytes(body), Options));

    /// <summary>The events of one change of the field <c>messages</c>, with the usual metadata.</summary>
    public static IReadOnlyList<IncomingEvent> ReadMessages(string members, string field = "messages") => Read(
        $$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"{{{field}}}","value":{
        "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},{{{members}}}}}]}]}
        """);

    public static Connection Connection(MockHttpMessageHandler vendor)
    {
        var http = vendor.ToHttpClient();
        http.BaseAddress = Connector.BaseUrl(Options);
        return new("wa", Connector, Options, http, TimeProvider.System);
    }

    public static ActionContext Context(MockHttpMessageHandler vendor, MessageAddress? address = null, MessageTemplate? template = null, int attempt = 1) => new()
    {
        Connection = Connection(vendor),
        Attempt = attempt,
        Address = address ?? new("4915112345678", null),
        Template = template,
    };

    private static IMessagingConnector Make()
    {
        var services = new ServiceCollection().AddLogging().AddWhatsApp().BuildServiceProvider();
        return (IMessagingConnector)services.GetRequiredService<IConnector>();
    }
}
