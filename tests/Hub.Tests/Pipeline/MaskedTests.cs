using Hub.Pipeline;

namespace Hub.Tests.Pipeline;

public class MaskedTests
{
    [Theory]
    [InlineData("wa/100000958180396/4915112345678", "wa/…0396/…5678")]
    [InlineData("66b0123456789abc2411d46512345678", "66b0123456789abc2411d46512345678")]
    [InlineData("desk/zendesk.ticket/35436", "desk/zendesk.ticket/35436")]
    [InlineData("shop/shopify.customer/anna@example.com", "shop/shopify.customer/…@example.com")]
    [InlineData("'+61 (412) 345-678' is not a whole number.", "'…-678' is not a whole number.")]
    [InlineData("401: Bad key.", "401: Bad key.")]
    [InlineData("Write to Anna <anna.b@shop.example.de>, please", "Write to Anna <…@shop.example.de>, please")]
    [InlineData(null, "")]
    public void Text_ShowsNoNumberAndNoAddress(string? text, string shown) => new Masked(text).ToString().ShouldBe(shown);

    [Fact]
    public void Fault_ShowsTypesAndPlacesButNoMessages()
    {
        var fault = new Fault(Caught()).ToString();
        fault.ShouldContain(nameof(InvalidOperationException));
        fault.ShouldContain("caused by " + typeof(FormatException).FullName);
        fault.ShouldContain(nameof(Caught));
        fault.ShouldNotContain("412345678");
    }

    private static InvalidOperationException Caught()
    {
        try
        {
            throw new InvalidOperationException("+61412345678", new FormatException("0412345678"));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
