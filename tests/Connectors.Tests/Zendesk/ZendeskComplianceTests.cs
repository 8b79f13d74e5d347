using System.Text;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskComplianceTests() : ConnectorCompliance(
    new()
    {
        Connector = ZendeskStandIn.Connector,
        Options = ZendeskStandIn.Options,
        OtherOptions = ZendeskStandIn.Options with { SigningSecret = new(["another"]) },
        Vendor = "zendesk",
        SignatureHeader = "x-zendesk-webhook-signature",
        Body = Encoding.UTF8.GetBytes(ZendeskSamples.StatusChanged),
        Deliver = (body, options, _) => ZendeskStandIn.Deliver(body, options, Clock.Start),
        IsWebhook = name => name.StartsWith("event-", StringComparison.Ordinal),
    });
