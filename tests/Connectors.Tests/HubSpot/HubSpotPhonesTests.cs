using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotPhonesTests
{
    [Theory]
    [InlineData("+15551234567", "+15551234567")]
    [InlineData(" +49 (151) 000-00001 ", "+4915100000001")]
    [InlineData("0049 151 00000001", "+4915100000001")]
    [InlineData("+49.151/00000001", "+4915100000001")]
    [InlineData("+49 (0)151 00000001", "+4915100000001")]
    [InlineData("0044 (0) 20 7946 0000", "+442079460000")]
    [InlineData("9199767082", null)]
    [InlineData("0151 00000001", null)]
    [InlineData("+", null)]
    [InlineData("+12", null)]
    [InlineData("+0151000000001", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("call me", null)]
    [InlineData("+1 555 1234567 ext. 9", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void TypedNumber_IsWrittenInE164WhereItsCountryIsTold(string? typed, string? expected) => HubSpotPhones.E164(typed).ShouldBe(expected);

    [Theory]
    [InlineData("+15551234567", "5551234567")]
    [InlineData("+79161234567", "9161234567")]
    [InlineData("+4915100000001", "15100000001")]
    [InlineData("+35312345678", "12345678")]
    [InlineData("+972541234567", "541234567")]
    public void NationalNumber_LacksTheCountry(string number, string expected) => HubSpotPhones.National(number).ShouldBe(expected);
}
