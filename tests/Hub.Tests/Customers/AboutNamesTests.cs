using Hub.Connectors;
using Hub.Customers;

namespace Hub.Tests.Customers;

public class AboutNamesTests
{
    [Fact]
    public void Record_IsToldApartWithinItsConnection()
    {
        var names = AboutNames.Of(new() { Record = new("hubspot.contact", "17"), Absorbed = ["17", "18", ""] }, "crm")!;
        names.Record.ShouldBe(new("crm:contact", AliasKind.Record, "17"));
        names.Absorbed.ShouldBe([new("crm:contact", AliasKind.Record, "18")]);
    }

    [Theory]
    [InlineData(null, "0400 000 001", "+61400000001")]
    [InlineData("none", "+61 400 000 001", "+61400000001")]
    [InlineData("0400 000 002", "0400 000 001", "+61400000002")]
    [InlineData("", "12", null)]
    public void FirstPhoneThatCanBeRead_Counts(string? first, string second, string? phone)
    {
        var names = AboutNames.Of(new() { Record = new("square.customer", "C"), Phones = [first, second], Country = "AU" }, "pos")!;
        names.Phone?.Value.ShouldBe(phone);
        (names.Phone is null).ShouldBe(phone is null);
    }

    [Theory]
    [InlineData(" Ann@Example.test ", "Ann@Example.test")]
    [InlineData("none", null)]
    [InlineData("", null)]
    public void Email_IsOneWithASign(string typed, string? email) => AboutNames.Of(new() { Record = new("a.b", "1"), Email = typed }, "c")!.Email?.Value.ShouldBe(email);

    [Fact]
    public void NobodyIsNamed_WhereNothingCanBeRead() => AboutNames.Of(new() { Phones = ["none"], Email = "none", Name = "Ann" }, "c").ShouldBeNull();
}
