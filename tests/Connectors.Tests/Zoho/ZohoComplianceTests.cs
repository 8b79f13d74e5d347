using System.Text;
using System.Text.Json.Nodes;
using Connectors.Tests.Zendesk;
using Hub.Connectors;

namespace Connectors.Tests.Zoho;

/// <summary>Zoho signs nothing: the token of the channel stands in the place of a signature.</summary>
public sealed class ZohoComplianceTests() : ConnectorCompliance(ZohoUnderTest.With(
    (request => (string)JsonNode.Parse(request.Body.Span)!["token"]!, (request, token) => request with { Body = ZohoStandIn.WithToken(request.Body.ToArray(), _ => token) })));

/// <summary>And the end of the address.</summary>
public sealed class ZohoAddressComplianceTests() : ConnectorCompliance(ZohoUnderTest.With((request => request.Suffix, (request, suffix) => request with { Suffix = suffix ?? "" })));

internal static class ZohoUnderTest
{
    public static ConnectorUnderTest With((Func<WebhookRequest, string> Of, Func<WebhookRequest, string?, WebhookRequest> With) proof) => new()
    {
        Connector = ZohoStandIn.Connector,
        Options = ZohoStandIn.Options,
        OtherOptions = ZohoStandIn.Options with { WebhookSecret = new(["another-secret-of-another"]) },
        Vendor = "zoho",
        SignatureHeader = "",
        Proof = proof,
        Body = Encoding.UTF8.GetBytes(ZohoSamples.LeadUpdated),
        Deliver = (body, options, _) => ZohoStandIn.Deliver(body, options, Clock.Start),
        IsWebhook = name => name.StartsWith("notification-update", StringComparison.Ordinal),
    };
}
