using System.Text;
using Hub.Connectors;
using Hub.Connectors.Square;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Square;

public sealed class SquareConnectorTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(SquareStandIn.Event("booking.updated", $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}"""));

    // The sample of the vendor's page about checking signatures.
    [Theory]
    [InlineData("https://example.com/webhook", true)]
    [InlineData("https://example.com/webhook/", false)]
    public void SignatureThatTheVendorPublishes_IsGenuineForItsAddress(string url, bool genuine)
    {
        var options = SquareStandIn.Options with { SignatureKey = new(["asdf1234"]), NotificationUrl = url };
        var request = SquareStandIn.Deliver("""{"hello":"world"}"""u8.ToArray(), options);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Square-HmacSha256-Signature"] = "2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=" };
        (SquareStandIn.Connector.Verify(request with { Headers = headers }, options, Clock) is Verification.Genuine).ShouldBe(genuine);
    }

    [Theory]
    [InlineData("https://hub.example.test/webhooks/bookings/")]
    [InlineData("http://hub.example.test/webhooks/bookings")]
    [InlineData("https://hub.example.test:443/webhooks/bookings")]
    [InlineData("https://hub.example.test/webhooks/bookings?a=1")]
    public void SignatureForAnotherAddress_IsRefused(string url)
    {
        var request = SquareStandIn.Deliver(Body, SquareStandIn.Options with { NotificationUrl = url });
        SquareStandIn.Connector.Verify(request, SquareStandIn.Options, Clock).ShouldBeOfType<Verification.Refused>();
    }

    [Fact]
    public void KeyBeforeTheLast_IsAccepted()
    {
        var request = SquareStandIn.Deliver(Body, SquareStandIn.Options with { SignatureKey = new(["key-0"]) });
        SquareStandIn.Connector.Verify(request, SquareStandIn.Options, Clock).ShouldBeOfType<Verification.Genuine>();
    }

    [Fact]
    public void OldSignatureAlone_IsRefused()
    {
        var request = SquareStandIn.Deliver(Body, SquareStandIn.Options);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-square-signature"] = request.Header("x-square-hmacsha256-signature")! };
        SquareStandIn.Connector.Verify(request with { Headers = headers }, SquareStandIn.Options, Clock).ShouldBeOfType<Verification.Refused>();
    }

    [Theory]
    [InlineData("production", "https://connect.squareup.com/")]
    [InlineData("sandbox", "https://connect.squareupsandbox.com/")]
    public void Environment_GivesTheAddress(string environment, string address) =>
        SquareStandIn.Connector.BaseUrl(SquareStandIn.Options with { Environment = environment }).ShouldBe(new Uri(address));

    [Fact]
    public void Profile_LeavesNoMemberUnmapped() =>
        SquareMapProfile.Mapper(null, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).ConfigurationProvider.AssertConfigurationIsValid();

    [Fact]
    public void AddSquare_OffersTheConnectorOnce()
    {
        using var provider = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddSquare().BuildServiceProvider();
        provider.GetServices<IConnector>().ShouldHaveSingleItem().Name.ShouldBe("square");
    }

    private static DateTimeOffset Clock => Zendesk.Clock.Start;

    [Theory]
    [InlineData(200, """{"merchant_id":"M7"}""", "M7")]
    [InlineData(403, "", "M1")]
    [InlineData(503, "", null)]
    public async Task SellerThatIsNotConfigured_IsAskedFor(int status, string body, string? seller)
    {
        using var square = new SquareStandIn(SquareStandIn.Options with { MerchantId = null }).HasLocation().On(HttpMethod.Post, "oauth2/token/status", status, body);
        var answer = await ((IConnector)SquareStandIn.Connector).Accounts!.FindAsync(square.Connection, CancellationToken.None);
        (answer as AccountAnswer.Known)?.Account.ShouldBe(seller);
        (answer is AccountAnswer.Failed).ShouldBe(seller is null);
    }
}
