using System.Text;
using Connectors.Tests.Zendesk;
using Hub.Connectors;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotComplianceTests() : ConnectorCompliance(
    new()
    {
        Connector = HubSpotStandIn.Connector,
        Options = HubSpotStandIn.Options,
        OtherOptions = HubSpotStandIn.Options with { ClientSecret = new(["another"]) },
        Vendor = "hubspot",
        SignatureHeader = "X-HubSpot-Signature-v3",
        Body = Encoding.UTF8.GetBytes("""[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1777888770000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]"""),
        Deliver = (body, options, _) => HubSpotStandIn.Deliver(body, options, Clock.Start),
        IsWebhook = name => name.StartsWith("webhook-", StringComparison.Ordinal),
    })
{
    [Fact]
    public void Tokens_AreAskedForOnlyWhereThereIsARefreshToken()
    {
        IOAuthConnector connector = HubSpotStandIn.Connector;
        connector.RefreshToken(HubSpotStandIn.Options).ShouldBeNull();
        connector.RefreshToken(HubSpotStandIn.Options with { AccessToken = null, RefreshToken = new(["r"]), ClientId = "c" })!.Current.ShouldBe("r");
    }
}
