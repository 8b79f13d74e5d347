using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquarePhoneTests
{
    [Theory]
    [InlineData("+1-212-555-4240", null, "+12125554240")]
    [InlineData("+49 151 0000 0001", "US", "+4915100000001")]
    [InlineData("+44 (0) 7911 123456", null, "+447911123456")]
    [InlineData("(718) 555-0142", "US", "+17185550142")]
    [InlineData("1 718 555 0142", "CA", "+17185550142")]
    [InlineData("011 44 7911 123456", "US", "+447911123456")]
    [InlineData("07911 123456", "GB", "+447911123456")]
    [InlineData("7911123456", "GB", "+447911123456")]
    [InlineData("447911123456", "GB", "+447911123456")]
    [InlineData("0044 7911 123456", "GB", "+447911123456")]
    [InlineData("0033612345678", "GB", "+33612345678")]
    [InlineData("06 12 34 56 78", "FR", "+33612345678")]
    [InlineData("612 345 678", "ES", "+34612345678")]
    [InlineData("0412 345 678", "AU", "+61412345678")]
    [InlineData("0011 1 718 555 0142", "AU", "+17185550142")]
    [InlineData("090-1234-5678", "JP", "+819012345678")]
    [InlineData("087 123 4567", "IE", "+353871234567")]
    public void NumberThatPeopleType_IsReadByTheCountry(string typed, string? country, string expected) => SquarePhone.ToE164(typed, country).ShouldBe(expected);

    [Theory]
    [InlineData(null, "US")]
    [InlineData("", "US")]
    [InlineData("call me", "US")]
    [InlineData("555-0142", "US")]
    [InlineData("07911 123456", null)]
    [InlineData("0151 00000001", "DE")]
    [InlineData("+12", "US")]
    [InlineData("+1234567890123456", "US")]
    [InlineData("07911 123456 78", "GB")]
    public void NumberThatCannotBeTold_IsNone(string? typed, string? country) => SquarePhone.ToE164(typed, country).ShouldBeNull();
}
