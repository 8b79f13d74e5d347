using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoOptionsTests
{
    public static TheoryData<string, object> Wrong => new()
    {
        { nameof(ZohoOptions.DataCentre), ZohoStandIn.Options with { DataCentre = "de" } },
        { nameof(ZohoOptions.AccountsUrl), ZohoStandIn.Options with { AccountsUrl = new("http://accounts.example.com") } },
        { nameof(ZohoOptions.KeyField), ZohoStandIn.Options with { KeyField = "Hub Customer" } },
        { nameof(ZohoOptions.MarkField), ZohoStandIn.Options with { MarkField = "" } },
        { nameof(ZohoOptions.MarkField), ZohoStandIn.Options with { MarkField = "Same", KeyField = "Same" } },
        { nameof(ZohoOptions.HubUser), ZohoStandIn.Options with { HubUser = "Kim" } },
        { nameof(ZohoOptions.Trigger), ZohoStandIn.Options with { Trigger = "workflows" } },
        { nameof(ZohoOptions.Trigger), ZohoStandIn.Options with { Trigger = "workflow,all" } },
        { nameof(ZohoOptions.Currency), ZohoStandIn.Options with { Currency = "euro" } },
        { nameof(ZohoOptions.ChannelLifetime), ZohoStandIn.Options with { ChannelLifetime = TimeSpan.FromMinutes(59) } },
        { nameof(ZohoOptions.ChannelLifetime), ZohoStandIn.Options with { ChannelLifetime = TimeSpan.FromDays(8) } },
        { nameof(ZohoOptions.DailyCredits), ZohoStandIn.Options with { DailyCredits = 0 } },
        { nameof(ZohoOptions.WebhookSecret), ZohoStandIn.Options with { WebhookSecret = new(["0123456789abcdef", "short"]) } },
    };

    [Fact]
    public void ValidOptions_AreAccepted() => Errors(ZohoStandIn.Options).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WrongOption_IsNamed(string name, object options) => Errors(options).ShouldBe([name]);

    [Fact]
    public void MissingOptions_AreAllNamed() => Errors(new ZohoOptions()).Order().ShouldBe(["ClientId", "ClientSecret", "RefreshToken", "WebhookSecret"]);

    [Theory]
    [InlineData("none", new string[0])]
    [InlineData("workflow", new[] { "workflow" })]
    [InlineData("workflow, blueprint", new[] { "workflow", "blueprint" })]
    public void Trigger_IsWhatZohoTakes(string text, string[] expected) => ZohoTrigger.Of(text).ShouldBe(expected);

    [Fact]
    public void TriggerAll_LeavesTheKeyOut() => ZohoTrigger.Of("all").ShouldBeNull();

    private static IEnumerable<string> Errors(object options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), found, validateAllProperties: true);
        return found.SelectMany(result => result.MemberNames);
    }
}
