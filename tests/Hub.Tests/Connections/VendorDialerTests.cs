using System.Net;
using Hub.Connections;

namespace Hub.Tests.Connections;

public sealed class VendorDialerTests
{
    [Fact]
    public async Task NameThatLeadsInside_IsRefused() =>
        await Should.ThrowAsync<AddressRefusedException>(() => Dialer(null, "10.0.0.1", "127.0.0.1").AddressesAsync("vendor.example", CancellationToken.None));

    [Fact]
    public async Task NameThatLeadsBothWays_KeepsThePublicAddresses() =>
        (await Dialer(null, "10.0.0.1", "8.8.8.8").AddressesAsync("vendor.example", CancellationToken.None)).ShouldBe([IPAddress.Parse("8.8.8.8")]);

    [Fact]
    public async Task ConfiguredHost_MayBeInside()
    {
        (await Dialer("stand-in.local", "10.0.0.1").AddressesAsync("Stand-In.local", CancellationToken.None)).ShouldHaveSingleItem();
        await Should.ThrowAsync<AddressRefusedException>(() => Dialer("stand-in.local", "10.0.0.1").AddressesAsync("other.local", CancellationToken.None));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    public async Task LiteralInside_IsRefused(string literal) => await Should.ThrowAsync<AddressRefusedException>(() => Dialer(null).AddressesAsync(literal, CancellationToken.None));

    private static VendorDialer Dialer(string? trusted, params string[] addresses) => new(trusted, TimeProvider.System, (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)));
}
