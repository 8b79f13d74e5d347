using System.Text;
using System.Text.Json;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotSignatureTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("[]");

    [SharedFact(SharedContracts.Root)]
    public void PublishedVectorOfTheFirstSignature_IsGenuineWhereItIsAllowed()
    {
        var vector = Vector("signature-v1-vector.json");
        var options = HubSpotStandIn.Options with { ClientSecret = new([vector.GetProperty("clientSecret").GetString()!]), AllowV1 = true };
        var request = HubSpotStandIn.Request("POST", Encoding.UTF8.GetBytes(vector.GetProperty("body").GetString()!), Clock.Start, ("X-HubSpot-Signature", vector.GetProperty("published_expected_prefix").GetString()!), ("X-HubSpot-Signature-Version", "v1"));

        Verify(request, options).ShouldBeOfType<Verification.Genuine>();
        Verify(request, options with { AllowV1 = false, AllowV2 = true }).ShouldBeOfType<Verification.Refused>();
        Verify(request with { Body = (byte[])[.. request.Body.Span, (byte)' '] }, options).ShouldBeOfType<Verification.Refused>();
    }

    [SharedFact(SharedContracts.Root)]
    public void PublishedVectorOfTheSecondSignature_IsGenuineWhereItIsAllowed()
    {
        var vector = Vector("signature-v2-vector.json");
        var options = HubSpotStandIn.Options with { ClientSecret = new([vector.GetProperty("clientSecret").GetString()!]), WebhookUrl = vector.GetProperty("uri").GetString()!, AllowV2 = true };
        var request = HubSpotStandIn.Request("GET", [], Clock.Start, ("X-HubSpot-Signature", vector.GetProperty("expected").GetString()!), ("X-HubSpot-Signature-Version", "v2"));

        Verify(request, options).ShouldBeOfType<Verification.Genuine>();
        Verify(request, options with { AllowV1 = true, AllowV2 = false }).ShouldBeOfType<Verification.Refused>();
        Verify(request with { Method = "POST" }, options).ShouldBeOfType<Verification.Refused>();
        Verify(request, options with { WebhookUrl = "https://www.example.com/other" }).ShouldBeOfType<Verification.Refused>();
    }

    [Theory]
    [InlineData(-300_000, true)]
    [InlineData(0, true)]
    [InlineData(300_000, true)]
    [InlineData(-300_001, false)]
    [InlineData(300_001, false)]
    public void TimestampAwayFromTheClock_IsGenuineWithinFiveMinutes(int milliseconds, bool genuine)
    {
        var request = HubSpotStandIn.Deliver(Body, HubSpotStandIn.Options, Clock.Start);
        (HubSpotStandIn.Connector.Verify(request, HubSpotStandIn.Options, Clock.Start.AddMilliseconds(milliseconds)) is Verification.Genuine).ShouldBe(genuine);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-05-04T10:00:00Z")]
    [InlineData("1777888800001")]
    public void TimestampThatIsMissingOrAnother_IsRefused(string? timestamp)
    {
        var request = HubSpotStandIn.Deliver(Body, HubSpotStandIn.Options, Clock.Start);
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        headers.Remove("X-HubSpot-Request-Timestamp");
        if (timestamp is not null) headers["X-HubSpot-Request-Timestamp"] = timestamp;
        Verify(request with { Headers = headers }, HubSpotStandIn.Options).ShouldBeOfType<Verification.Refused>();
    }

    [Fact]
    public void WrongThirdSignature_IsRefusedWhateverElseIsThere()
    {
        var first = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData((byte[])[.. Encoding.UTF8.GetBytes("secret-1"), .. Body]));
        var request = HubSpotStandIn.Deliver(Body, HubSpotStandIn.Options with { ClientSecret = new(["another"]) }, Clock.Start);
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase) { ["X-HubSpot-Signature"] = first, ["X-HubSpot-Signature-Version"] = "v1" };
        Verify(request with { Headers = headers }, HubSpotStandIn.Options with { AllowV1 = true }).ShouldBeOfType<Verification.Refused>();
    }

    [Fact]
    public void OldSecretWhileItIsRotated_IsAccepted() =>
        Verify(HubSpotStandIn.Deliver(Body, HubSpotStandIn.Options with { ClientSecret = new(["secret-2"]) }, Clock.Start), HubSpotStandIn.Options).ShouldBeOfType<Verification.Genuine>();

    [Theory]
    [InlineData("https://hub.example.com/webhooks/crm?to=a%3ab%2F", "https://hub.example.com/webhooks/crm?to=a:b/")]
    [InlineData("https://hub.example.com/webhooks/crm?to=a%20b%25", "https://hub.example.com/webhooks/crm?to=a%20b%25")]
    public void EncodedAddress_IsSignedAsHubSpotDecodesItOrAsItIs(string registered, string signed)
    {
        HubSpotSignature.Decode(registered).ShouldBe(signed);
        var options = HubSpotStandIn.Options with { WebhookUrl = registered };
        Verify(HubSpotStandIn.Deliver(Body, options with { WebhookUrl = signed }, Clock.Start), options).ShouldBeOfType<Verification.Genuine>();
        Verify(HubSpotStandIn.Deliver(Body, options, Clock.Start), options).ShouldBeOfType<Verification.Genuine>();
    }

    private static Verification Verify(WebhookRequest request, HubSpotOptions options) => HubSpotStandIn.Connector.Verify(request, options, request.ArrivedAt);

    private static JsonElement Vector(string name) => JsonDocument.Parse(File.ReadAllBytes(SharedContracts.Samples("hubspot").Single(file => Path.GetFileName(file) == name))).RootElement;
}
