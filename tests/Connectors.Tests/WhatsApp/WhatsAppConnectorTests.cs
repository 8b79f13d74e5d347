using System.ComponentModel.DataAnnotations;
using Hub.Connectors;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppConnectorTests
{
    [Fact]
    public void HandshakeWithOurToken_IsAnsweredByItsChallenge() =>
        Verify("subscribe", "verify-me", "1158201444").ShouldBe(new Verification.Handshake("1158201444"));

    [Theory]
    [InlineData("subscribe", "verify-mE", "1158201444")]
    [InlineData("subscribe", "", "1158201444")]
    [InlineData("subscribe", null, "1158201444")]
    [InlineData("subscribe", "verify-me", "")]
    [InlineData("subscribe", "verify-me", null)]
    [InlineData("unsubscribe", "verify-me", "1158201444")]
    [InlineData(null, "verify-me", "1158201444")]
    public void HandshakeOfAnotherForm_IsRefused(string? mode, string? token, string? challenge) =>
        Verify(mode, token, challenge).ShouldBeOfType<Verification.Refused>();

    [Fact]
    public void HandshakeAnswer_NeverComesWithoutAGetRequest() =>
        Verify("subscribe", "verify-me", "1158201444", "POST").ShouldBeOfType<Verification.Refused>();

    [Fact]
    public void DeliverySignedByTheOlderSecret_IsGenuine()
    {
        var rotated = WhatsAppStand.Options with { AppSecret = new(["new", "app-secret"]) };
        var request = WhatsAppStand.Delivery([1, 2, 3], WhatsAppStand.Options);
        WhatsAppStand.Connector.Verify(request, rotated, request.ArrivedAt).ShouldBeOfType<Verification.Genuine>();
    }

    [Theory]
    [InlineData("PhoneNumberId", "../me")]
    [InlineData("BusinessAccountId", "")]
    [InlineData("GraphVersion", "23")]
    [InlineData("GraphVersion", "v23.0/me")]
    public void OptionsThatCannotMakeAnAddress_AreNamed(string key, string value)
    {
        var options = key switch
        {
            "PhoneNumberId" => WhatsAppStand.Options with { PhoneNumberId = value },
            "BusinessAccountId" => WhatsAppStand.Options with { BusinessAccountId = value },
            _ => WhatsAppStand.Options with { GraphVersion = value },
        };
        options.Validate(new ValidationContext(options)).ShouldHaveSingleItem().MemberNames.ShouldBe([key]);
        WhatsAppStand.Options.Validate(new ValidationContext(options)).ShouldBeEmpty();
    }

    [Fact]
    public void Account_IsThePhoneNumberId() => WhatsAppStand.Connector.AccountOf(WhatsAppStand.Options).ShouldBe("106540352242922");

    private static Verification Verify(string? mode, string? token, string? challenge, string method = "GET")
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        if (mode is not null) query["hub.mode"] = mode;
        if (token is not null) query["hub.verify_token"] = token;
        if (challenge is not null) query["hub.challenge"] = challenge;
        var request = new WebhookRequest
        {
            Method = method,
            Suffix = "",
            Query = query,
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            Body = default,
            ArrivedAt = WhatsAppStand.Arrival,
        };
        return WhatsAppStand.Connector.Verify(request, WhatsAppStand.Options, request.ArrivedAt);
    }
}
