using System.Text;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoConnectorTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(ZohoSamples.LeadUpdated);

    [Fact]
    public void Connector_IsUnsigned_SoThatEveryEventIsFetched()
    {
        IConnector connector = ZohoStandIn.Connector;
        connector.Unsigned.ShouldBeTrue();
        connector.AccountOf(ZohoStandIn.Options).ShouldBeNull();
        connector.BaseUrl(ZohoStandIn.Options).ShouldBe(new("https://www.zohoapis.eu/"));
        connector.Events.Where(type => type.Name != ZohoConnector.Unknown).ShouldAllBe(type => type.Completeness == EventCompleteness.LacksFields && type.Ends.Count == 1);
        connector.Events.Where(type => type.Nature == EventNature.State).Select(type => type.Name).ShouldBe(["zoho.lead.changed", "zoho.contact.changed", "zoho.deal.changed", "zoho.case.changed"]);
    }

    [Fact]
    public void OldSecret_IsTakenWhileItIsRotated_InTheAddressAndTheToken()
    {
        var before = ZohoStandIn.Options with { WebhookSecret = new(["0123456789abcdef-2"]) };
        ZohoStandIn.Connector.Verify(ZohoStandIn.Deliver(Body, before, Clock.Start), ZohoStandIn.Options, Clock.Start).ShouldBeOfType<Verification.Genuine>();
    }

    [Fact]
    public void TokenOfLongAgo_IsRefused()
    {
        var request = ZohoStandIn.Deliver(Body, ZohoStandIn.Options, Clock.Start - TimeSpan.FromDays(2));
        ZohoStandIn.Connector.Verify(request, ZohoStandIn.Options, Clock.Start).ShouldBeOfType<Verification.Refused>().Reason.ShouldContain("token");
    }

    [Fact]
    public void Refusals_NameNoSecret()
    {
        var request = ZohoStandIn.Deliver(Body, ZohoStandIn.Options with { WebhookSecret = new(["another-secret-of-another"]) }, Clock.Start);
        foreach (var tried in new[] { request, request with { Suffix = ZohoChannel.SuffixOf(ZohoStandIn.Options.WebhookSecret.Current) } })
        {
            var reason = ZohoStandIn.Connector.Verify(tried, ZohoStandIn.Options, Clock.Start).ShouldBeOfType<Verification.Refused>().Reason;
            reason.ShouldNotContain(ZohoChannel.SuffixOf(ZohoStandIn.Options.WebhookSecret.Current));
            reason.ShouldNotContain("another-secret");
        }
    }

    [Fact]
    public void WhatProvesANotification_IsShownToNobody()
    {
        var request = ZohoStandIn.Deliver(Encoding.UTF8.GetBytes(ZohoSamples.LeadUpdated), ZohoStandIn.Options, Clock.Start);
        var shown = ZohoStandIn.Connector.WithoutProof(request);
        var body = Encoding.UTF8.GetString(shown.Body.Span);
        shown.Suffix.ShouldBe("…");
        body.ShouldContain("\"token\":\"…\"");
        body.ShouldContain("Documents required");
        ZohoStandIn.Connector.WithoutProof(request with { Body = "no json"u8.ToArray() }).Suffix.ShouldBe("…");
    }
}
