using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sandbox;

namespace EndToEnd.Tests;

public class PortsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void TakenPort_IsNamedWithTheOptionThatHelps(int offset)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var sentence = Ports.Obstacle(taken - offset).ShouldNotBeNull();
        sentence.ShouldContain(taken.ToString(CultureInfo.InvariantCulture));
        sentence.ShouldContain("--port N");
    }

    [Fact]
    public void FreePorts_AreNoObstacle() => Ports.Obstacle(0).ShouldBeNull();

    [Fact]
    public void FreePort_IsNoneThatASystemGivesByChance()
    {
        var port = Ports.Free();
        port.ShouldBeLessThan(32_768);
        using var server = new TcpListener(IPAddress.Loopback, port);
        server.Start();
    }
}
