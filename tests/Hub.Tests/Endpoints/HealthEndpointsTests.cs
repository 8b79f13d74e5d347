using System.Net;

namespace Hub.Tests.Endpoints;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task HubWithoutMappings_IsLiveAndNotReady()
    {
        await using var hub = await RunningHub.StartAsync();
        (await hub.Client.GetStringAsync("/health/live")).ShouldBe("""{"status":"live"}""");
        var ready = await hub.Client.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("the mapping files are loaded");
    }
}
