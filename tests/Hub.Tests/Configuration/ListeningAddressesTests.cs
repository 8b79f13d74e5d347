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

    private static IConfigurationRoot With(string key, string value) => new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
