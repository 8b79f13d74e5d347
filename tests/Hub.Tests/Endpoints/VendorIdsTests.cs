using System.Text;
using Hub.Endpoints;

namespace Hub.Tests.Endpoints;

public sealed class VendorIdsTests
{
    [Theory]
    [InlineData("4915112345678")]
    [InlineData("61412345678")]
    public void IdThatHoldsAPhone_IsPrefixAndTheSameHashEachTime(string phone)
    {
        foreach (var text in new[] { $"\u001c\u0018\u000d{phone}\u0015\u0002\u0000", $"{phone}-00000001-a1b2c3d4", $"x{phone}", $"xy{phone}" })
        {
            var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
            foreach (var id in new[] { $"wamid.{encoded}", $"wamid.{encoded.TrimEnd('=')}", encoded, encoded.Replace('+', '-').Replace('/', '_') })
            {
                var hidden = VendorIds.Hide(id);
                hidden.ShouldNotBe(id);
                hidden.ShouldStartWith(id.StartsWith("wamid.", StringComparison.Ordinal) ? "wamid.…" : "…");
                hidden.ShouldBe(VendorIds.Hide(id));
            }
        }

        VendorIds.Hide($"wamid.{Convert.ToBase64String(Encoding.ASCII.GetBytes($"{phone}-1"))}").ShouldNotBe(VendorIds.Hide($"wamid.{Convert.ToBase64String(Encoding.ASCII.GetBytes($"{phone}-2"))}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("820982911946154508")]
    [InlineData("gid://shopify/Order/820982911946154508")]
    [InlineData("0f343b0931126a20f133d67c2b018a3b")]
    [InlineData("35436")]
    [InlineData("01GVJ0Y9X8A1B2C3D4E5F6G7H8")]
    public void OtherId_StaysWhole(string id) => VendorIds.Hide(id).ShouldBe(id);
}
