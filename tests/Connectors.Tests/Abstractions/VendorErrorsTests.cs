using System.Globalization;
using Hub.Connectors;

namespace Connectors.Tests.Abstractions;

public sealed class VendorErrorsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("30", 30.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("86401", 86400.0)]
    [InlineData("2147483647", 86400.0)]
    [InlineData("922337203686", 86400.0)]
    [InlineData("99999999999999999999", 86400.0)]
    [InlineData("Mon, 02 Mar 2026 09:31:00 GMT", 60.0)]
    [InlineData("Mon, 02 Mar 2026 09:00:00 GMT", 0.0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 86400.0)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    public void RetryAfter_IsAWaitOfADayAtMost(string header, double? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", header);
        VendorErrors.RetryAfter(response.Headers, Now)?.TotalSeconds.ToString(CultureInfo.InvariantCulture).ShouldBe(seconds?.ToString(CultureInfo.InvariantCulture));
        VendorErrors.RetryAfter(response.Headers, Now).HasValue.ShouldBe(seconds.HasValue);
    }
}
