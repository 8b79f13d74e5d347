using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskOptionsTests
{
    [Fact]
    public void ValidOptions_AreAccepted() => Errors(ZendeskStandIn.Options).ShouldBeEmpty();

    [Theory]
    [InlineData("acme.zendesk.com")]
    [InlineData("https://acme")]
    [InlineData("acme/x")]
    public void SubdomainThatIsAnAddress_IsRefused(string subdomain) => Errors(ZendeskStandIn.Options with { Subdomain = subdomain }).ShouldBe(["Subdomain"]);

    [Theory]
    [InlineData("hub")]
    [InlineData("hub@acme.test/token")]
    [InlineData("hub@acme.test/token:abc")]
    public void EmailThatIsNone_IsRefused(string email) => Errors(ZendeskStandIn.Options with { Email = email }).ShouldBe(["Email"]);

    [Theory]
    [InlineData("acme")]
    [InlineData("")]
    [InlineData("22129848/")]
    public void AccountIdThatIsNoNumber_IsRefused(string id) => Errors(ZendeskStandIn.Options with { AccountId = id }).ShouldBe(["AccountId"]);

    [Fact]
    public void AccountId_IsTheConnectionsAccount() => ZendeskStandIn.Connector.AccountOf(ZendeskStandIn.Options with { AccountId = "22129848" }).ShouldBe("22129848");

    [Fact]
    public void PublishedTestSecret_IsRefused() =>
        Errors(ZendeskStandIn.Options with { SigningSecret = new(["secret-1", "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="]) }).ShouldBe(["SigningSecret"]);

    [Fact]
    public void MissingOptions_AreAllNamed() => Errors(new()).Order().ShouldBe(["ApiToken", "Email", "SigningSecret", "Subdomain"]);

    private static IEnumerable<string> Errors(ZendeskOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), found, validateAllProperties: true);
        return found.SelectMany(result => result.MemberNames);
    }
}
