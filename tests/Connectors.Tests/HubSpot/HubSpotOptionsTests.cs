using System.ComponentModel.DataAnnotations;
using Hub.Connectors.HubSpot;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotOptionsTests
{
    [Fact]
    public void WholeOptions_AreValid()
    {
        Mistakes(HubSpotStandIn.Options).ShouldBeEmpty();
        Mistakes(HubSpotStandIn.Options with { AccessToken = null, RefreshToken = new(["r"]), ClientId = "c", Currency = "EUR", ContactProperties = ["lead_source"] }).ShouldBeEmpty();
    }

    [Fact]
    public void WhatCannotBe_IsTold()
    {
        var whole = HubSpotStandIn.Options;
        foreach (var (options, property) in new (HubSpotOptions, string)[]
        {
            (whole with { PortalId = "acme" }, "PortalId"),
            (whole with { AppId = "my-app" }, "AppId"),
            (whole with { WebhookUrl = "http://hub.example.com/webhooks/crm" }, "WebhookUrl"),
            (whole with { WebhookUrl = "/webhooks/crm" }, "WebhookUrl"),
            (whole with { AccessToken = null }, "AccessToken"),
            (whole with { RefreshToken = new(["r"]), ClientId = "c" }, "AccessToken"),
            (whole with { AccessToken = null, RefreshToken = new(["r"]) }, "ClientId"),
            (whole with { Currency = "euro" }, "Currency"),
            (whole with { CustomerProperty = "Hub Customer" }, "CustomerProperty"),
            (whole with { DealProperties = ["Deal Stage"] }, "DealProperties"),
        })
        {
            Mistakes(options).ShouldHaveSingleItem().MemberNames.ShouldBe([property]);
        }
    }

    [Fact]
    public void Registration_GivesTheConnector() =>
        new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddHubSpot().BuildServiceProvider().GetRequiredService<Hub.Connectors.IConnector>().Name.ShouldBe("hubspot");

    [Fact]
    public void MapProfile_IsWhole() =>
        HubSpotMapProfile.Mapper(null, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).ConfigurationProvider.AssertConfigurationIsValid();

    private static IReadOnlyList<ValidationResult> Mistakes(HubSpotOptions options) => [.. options.Validate(new(options))];
}
