using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquareOptionsTests
{
    private static readonly SquareOptions Authorized = SquareStandIn.Options with { AccessToken = null, RefreshToken = new(["r"]), ClientId = "c", ClientSecret = new(["s"]) };

    [Fact]
    public void ValidOptions_AreAccepted()
    {
        Errors(SquareStandIn.Options).ShouldBeEmpty();
        Errors(Authorized).ShouldBeEmpty();
    }

    [Fact]
    public void NeitherTokenNorBoth_IsRefused()
    {
        Errors(SquareStandIn.Options with { AccessToken = null }).ShouldBe(["AccessToken"]);
        Errors(Authorized with { AccessToken = new(["t"]) }).ShouldBe(["AccessToken"]);
    }

    [Fact]
    public void RefreshTokenAlone_IsRefused()
    {
        Errors(Authorized with { ClientId = null }).ShouldBe(["RefreshToken"]);
        Errors(Authorized with { ClientSecret = null }).ShouldBe(["RefreshToken"]);
    }

    [Theory]
    [InlineData("hub.example.test/webhooks/bookings")]
    [InlineData("/webhooks/bookings")]
    [InlineData("ftp://hub.example.test")]
    public void NotificationUrlThatIsNoAddress_IsRefused(string url) => Errors(SquareStandIn.Options with { NotificationUrl = url }).ShouldBe(["NotificationUrl"]);

    [Theory]
    [InlineData("2026-07")]
    [InlineData("latest")]
    public void ApiVersionThatIsNoDate_IsRefused(string version) => Errors(SquareStandIn.Options with { ApiVersion = version }).ShouldBe(["ApiVersion"]);

    [Theory]
    [InlineData("Production")]
    [InlineData("test")]
    public void OtherEnvironment_IsRefused(string environment) => Errors(SquareStandIn.Options with { Environment = environment }).ShouldBe(["Environment"]);

    [Fact]
    public void MissingOptions_AreAllNamed() => Errors(new()).Order().ShouldBe(["NotificationUrl", "SignatureKey"]);

    private static IEnumerable<string> Errors(SquareOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), found, validateAllProperties: true);
        return found.SelectMany(result => result.MemberNames);
    }
}
