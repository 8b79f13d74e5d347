using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hub.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Configuration;

public sealed class ListeningAddressesTests
{
    [Theory]
    [InlineData("urls", "http://127.0.0.1:1;http://[::1]:2;http://localhost:3", true)]
    [InlineData("urls", "http://hub.example.com:1", false)]
    [InlineData("urls", "http://*:1", false)]
    [InlineData("urls", "http://+:1", false)]
    [InlineData("urls", "http://[::]:1", false)]
    [InlineData("https_ports", "443", false)]
    [InlineData("Kestrel:Endpoints:Web:Url", "https://0.0.0.0:443", false)]
    [InlineData("other", "x", true)]
    public void Addresses_TellWhetherOthersReachTheHub(string key, string value, bool onlyLoopback) => ListeningAddresses.AreLoopback(With(key, value)).ShouldBe(onlyLoopback);

    [Theory]
    [InlineData("urls", "http://0.0.0.0:81;http://x:2", "http://127.0.0.1:81")]
    [InlineData("http_ports", "8080", "http://127.0.0.1:8080")]
    [InlineData("other", "x", "http://127.0.0.1:5080")]
    public void LocalCall_GoesToTheFirstAddress(string key, string value, string address) => ListeningAddresses.ForLocalCalls(With(key, value)).ShouldBe(address);

    [Theory]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://127.0.0.1:0/", true)]
    [InlineData("http://[::1]:65535", true)]
    [InlineData("https://hub.example.com", true)]
    [InlineData("http://unix:/run/hub.sock", true)]
    [InlineData("http://127.0.0.1:65536", false)]
    [InlineData("http://127.0.0.1:port", false)]
    [InlineData("ftp://127.0.0.1:21", false)]
    [InlineData("http://127.0.0.1:1/base", false)]
    public void Address_IsWhatTheServerUnderstands(string address, bool isOne) => ListeningAddresses.IsAddress(address).ShouldBe(isOne);

    [Theory]
    [InlineData("Kestrel:Certificates:Default:Subject", "https://x:1", "urls")]
    [InlineData("Kestrel:Endpoints:Web:Certificate:Subject", "https://x:1", "Kestrel:Endpoints:Web:Url")]
    public void SecureAddressWithItsCertificate_IsRight(string key, string address, string at) =>
        ListeningAddresses.Mistakes(new ConfigurationBuilder().AddInMemoryCollection([new(key, "CN=x"), new(at, address)]).Build()).ShouldBeEmpty();

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    public void TakenPort_IsAnObstacle(string form)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = string.Format(CultureInfo.InvariantCulture, form, ((IPEndPoint)other.LocalEndpoint).Port);
        ListeningAddresses.Obstacles(With("urls", address)).ShouldBe([$"Something else listens at {address} already. Stop it, or give another address with --urls."]);
        other.Stop();
        ListeningAddresses.Obstacles(With("urls", address)).ShouldBeEmpty();
    }

    [Fact]
    public void AddressOfAnotherMachine_IsAnObstacle() =>
        ListeningAddresses.Obstacles(With("urls", "http://192.0.2.1:5080")).ShouldHaveSingleItem().ShouldStartWith("The hub cannot listen at http://192.0.2.1:5080: ");

    private static IConfigurationRoot With(string key, string value) => new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
