using System.Security.Cryptography;
using System.Text;
using Hub.Upkeep;

namespace Hub.Tests.Upkeep;

public sealed class SealTests
{
    private static readonly string First = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string Second = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("ключ 🔑")]
    public void WhatIsSealed_IsOpenedAsItWas_AndDoesNotShow(string text)
    {
        var seal = new Seal(new([First]));
        var closed = seal.Close(text, "crm");
        seal.Open(closed, "crm").ShouldBe(text);
        if (text.Length > 0) closed.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)).ShouldBe(-1);
        seal.Close(text, "crm").Bytes.ShouldNotBe(closed.Bytes);
    }

    [Fact]
    public void AfterARotation_TheOldKeyOpens_AndTheNewOneSeals()
    {
        var closed = new Seal(new([First])).Close("token", "crm");
        var rotated = new Seal(new([Second, First]));
        rotated.Open(closed, "crm").ShouldBe("token");
        new Seal(new([Second])).Open(rotated.Close("token", "crm"), "crm").ShouldBe("token");
    }

    [Fact]
    public void WithoutItsKey_ForAnother_OrChanged_ItStaysClosed()
    {
        var seal = new Seal(new([First]));
        var closed = seal.Close("token", "crm");
        new Seal(new([Second])).Open(closed, "crm").ShouldBeNull();
        seal.Open(closed, "shop").ShouldBeNull();
        for (var at = 0; at < closed.Bytes.Length; at++)
        {
            var changed = closed.Bytes.ToArray();
            changed[at] ^= 1;
            seal.Open(closed with { Bytes = changed }, "crm").ShouldBeNull();
        }

        seal.Open(closed with { Bytes = [1, 2, 3] }, "crm").ShouldBeNull();
    }
}
