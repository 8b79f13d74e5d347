using Hub.Endpoints;

namespace Hub.Tests.Customers;

public class TypedNumberTests
{
    [Theory]
    [InlineData("\u202A+49 176 12345678\u202C")]
    [InlineData("\uFF0B\uFF14\uFF19 176 12345678")]
    [InlineData("+\u0664\u0669 176 12345678")]
    [InlineData("+49\u202F176\u202F12345678")]
    [InlineData("0049(0)176 12345678")]
    [InlineData("+49 (0) 176-12345678")]
    [InlineData("tel:+49-176-12345678")]
    [InlineData("wa.me/4917612345678")]
    [InlineData("https://wa.me/4917612345678")]
    public void NumberAsItIsCopied_IsSearchedAsTheNumber(string typed) => SearchWords.Of(typed).Keys.ShouldContain("+4917612345678");

    [Theory]
    [InlineData("wamid.HBgN")]
    [InlineData("#1001")]
    [InlineData("ada@example.com")]
    public void OtherText_StaysAsItIs(string text) => SearchWords.Of(text).Terms.ShouldContain(text);
}
