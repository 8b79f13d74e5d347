using System.Security.Cryptography;
using System.Text;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoChannelTests
{
    private const string Channel = "1105420521999070701";
    private const string First = "0123456789abcdef-1";
    private static readonly Secret Both = new([First, "0123456789abcdef-2"]);
    private static readonly DateTimeOffset Expiry = Clock.Start + TimeSpan.FromHours(23);

    [Fact]
    public void Token_IsTheExpiryAndItsMac_WithinZohosFiftyLetters()
    {
        var token = ZohoChannel.TokenOf(First, Channel, Expiry);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(First), Encoding.UTF8.GetBytes($"{Channel}.{Expiry.ToUnixTimeSeconds()}"));
        token.ShouldBe($"{Expiry.ToUnixTimeSeconds()}.{Convert.ToBase64String(mac).Replace('+', '-').Replace('/', '_')[..32]}");
        token.Length.ShouldBeLessThanOrEqualTo(50);
        ZohoChannel.ExpiryOf(token).ShouldBe(Expiry);
    }

    [Fact]
    public void Tokens_OfTwoExpiriesOrChannelsAreTwo() =>
        new[] { ZohoChannel.TokenOf(First, Channel, Expiry), ZohoChannel.TokenOf(First, Channel, Expiry.AddSeconds(1)), ZohoChannel.TokenOf(First, "2", Expiry) }.Select(token => token.Split('.')[1]).ShouldBeUnique();

    [Theory]
    [InlineData("0123456789abcdef-1", true)]
    [InlineData("0123456789abcdef-2", true)]
    [InlineData("0123456789abcdef-3", false)]
    public void Token_OfEachSecretIsTaken(string secret, bool isTaken) => ZohoChannel.IsToken(ZohoChannel.TokenOf(secret, Channel, Expiry), Channel, Both, Clock.Start).ShouldBe(isTaken);

    [Fact]
    public void Token_OfAnotherChannelOrNoChannelIsNone()
    {
        ZohoChannel.IsToken(ZohoChannel.TokenOf(First, "2", Expiry), Channel, Both, Clock.Start).ShouldBeFalse();
        ZohoChannel.IsToken(ZohoChannel.TokenOf(First, "", Expiry), "", Both, Clock.Start).ShouldBeFalse();
        ZohoChannel.IsToken(ZohoChannel.TokenOf(First, "", Expiry), null, Both, Clock.Start).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(24 * 3600, true)]
    [InlineData((24 * 3600) + 1, false)]
    public void Token_HoldsADayBeyondItsExpiry(int secondsPast, bool isTaken) =>
        ZohoChannel.IsToken(ZohoChannel.TokenOf(First, Channel, Expiry), Channel, Both, Expiry.AddSeconds(secondsPast)).ShouldBe(isTaken);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1777888800")]
    [InlineData("1777888800.short")]
    [InlineData("99999999999.00000000000000000000000000000000")]
    [InlineData("999999999999.00000000000000000000000000000000")]
    [InlineData("-1.00000000000000000000000000000000")]
    public void TokenOfAnotherForm_IsNone(string? token) => ZohoChannel.IsToken(token, Channel, Both, Clock.Start).ShouldBeFalse();

    [Fact]
    public void Address_IsSecretAndNotTheToken()
    {
        ZohoChannel.IsAddress(ZohoChannel.SuffixOf("0123456789abcdef-2"), Both).ShouldBeTrue();
        ZohoChannel.IsAddress(ZohoChannel.SuffixOf("0123456789abcdef-3"), Both).ShouldBeFalse();
        ZohoChannel.IsAddress("", Both).ShouldBeFalse();
        ZohoChannel.SuffixOf(First).ShouldMatch("^[A-Za-z0-9_-]{32}$");
    }

    [Fact]
    public void ChannelIds_AreNumbersAndDifferByConnectionAndModule()
    {
        var ids = new[] { "zoho", "zoho-eu" }.SelectMany(connection => ZohoModule.All.Select(module => ZohoChannel.IdOf(connection, module))).ToList();
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) > 0 && id.Length == 16);
        ZohoChannel.IdOf("zoho", ZohoModule.Lead).ShouldBe(ids[0]);
    }
}
