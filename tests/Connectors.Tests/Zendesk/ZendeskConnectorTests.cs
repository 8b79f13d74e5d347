using System.Text;
using Hub.Connectors;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskConnectorTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(ZendeskSamples.StatusChanged);

    [Theory]
    [InlineData(-15, true)]
    [InlineData(0, true)]
    [InlineData(15, true)]
    [InlineData(-16, false)]
    [InlineData(16, false)]
    public void TimestampAwayFromTheClock_IsGenuineWithinAQuarterOfAnHour(int minutes, bool genuine)
    {
        var request = ZendeskStandIn.Deliver(Body, ZendeskStandIn.Options, Clock.Start);
        var found = ZendeskStandIn.Connector.Verify(request, ZendeskStandIn.Options, Clock.Start.AddMinutes(minutes));
        (found is Verification.Genuine).ShouldBe(genuine);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a time")]
    [InlineData("1777888800")]
    public void TimestampThatIsMissingOrNoTime_IsRefused(string? timestamp)
    {
        var request = Delivered(timestamp);
        ZendeskStandIn.Connector.Verify(request, ZendeskStandIn.Options, Clock.Start).ShouldBeOfType<Verification.Refused>();
    }

    [Fact]
    public void TimestampOfAnotherDelivery_IsRefused()
    {
        var request = ZendeskStandIn.Deliver(Body, ZendeskStandIn.Options, Clock.Start);
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase) { ["x-zendesk-webhook-signature-timestamp"] = "2026-05-04T10:00:01Z" };
        ZendeskStandIn.Connector.Verify(request with { Headers = headers }, ZendeskStandIn.Options, Clock.Start).ShouldBeOfType<Verification.Refused>();
    }

    [Fact]
    public void SecretOfASecondWebhook_IsAccepted()
    {
        var second = ZendeskStandIn.Options with { SigningSecret = new(["secret-2"]) };
        var request = ZendeskStandIn.Deliver(Body, second, Clock.Start);
        ZendeskStandIn.Connector.Verify(request, ZendeskStandIn.Options, Clock.Start).ShouldBeOfType<Verification.Genuine>();
    }

    [Fact]
    public void Subdomain_GivesTheAddress() => ZendeskStandIn.Connector.BaseUrl(ZendeskStandIn.Options).ShouldBe(new Uri("https://acme.zendesk.com/"));

    private static WebhookRequest Delivered(string? timestamp)
    {
        var request = ZendeskStandIn.Deliver(Body, ZendeskStandIn.Options, Clock.Start);
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase)
        {
            ["x-zendesk-webhook-signature"] = Convert.ToBase64String(HmacSignature.Sign("secret-1", Encoding.UTF8.GetBytes(timestamp ?? ""), Body)),
        };
        headers.Remove("x-zendesk-webhook-signature-timestamp");
        if (timestamp is not null) headers["x-zendesk-webhook-signature-timestamp"] = timestamp;
        return request with { Headers = headers };
    }
}
