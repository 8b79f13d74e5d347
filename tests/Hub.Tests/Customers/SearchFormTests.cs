using Hub.Customers;

namespace Hub.Tests.Customers;

public sealed class SearchFormTests
{
    [Theory]
    [InlineData("#1001", "#1001")]
    [InlineData(" Ada@Example.com ", "ada@example.com")]
    [InlineData("+61 412 345 678", "+61412345678")]
    [InlineData("0412 345 678", "0412345678")]
    [InlineData("(02) 9555-1234", "0295551234")]
    [InlineData("12 34", "12 34")]
    [InlineData("Straße 1234567", "straße 1234567")]
    public void AText_HasOneFormHoweverItIsWritten(string text, string form) => SearchForm.Of(text).ShouldBe(form);
}
