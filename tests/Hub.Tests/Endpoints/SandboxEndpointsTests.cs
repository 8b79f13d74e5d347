using System.Net;
using System.Net.Http.Json;
using Hub.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Endpoints;

public sealed class SandboxEndpointsTests
{
    [Fact]
    public async Task OutsideOfTheSandbox_ThereIsNoClock()
    {
        await using var hub = await RunningHub.StartAsync();
        (await hub.Client.GetAsync("/sandbox/clock")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Clock_IsMovedToAMomentAndOn()
    {
        await using var hub = await RunningHub.StartAsync(settings: "--Hub:Sandbox=true");
        var clock = hub.Services.GetRequiredService<BusinessClock>();
        (await hub.Client.PostAsJsonAsync("/sandbox/clock", new { now = "2030-01-01T00:00:00Z" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.GetUtcNow().Year.ShouldBe(2030);
        (await hub.Client.PostAsJsonAsync("/sandbox/clock", new { advance = "25:00:00" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.GetUtcNow().Day.ShouldBe(2);
        (await hub.Client.PostAsJsonAsync("/sandbox/clock", new { advance = "soon" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await hub.Client.PostAsJsonAsync("/sandbox/clock", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task ForwardedCaller_SeesNothing()
    {
        await using var hub = await RunningHub.StartAsync(settings: "--Hub:Sandbox=true");
        hub.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "8.8.8.8");
        (await hub.Client.GetAsync("/sandbox/clock")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
