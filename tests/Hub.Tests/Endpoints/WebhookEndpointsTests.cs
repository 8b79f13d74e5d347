using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Endpoints;
using Hub.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Endpoints;

public sealed class WebhookEndpointsTests
{
    [Fact]
    public async Task GenuineDelivery_IsHandedOverWhole()
    {
        await using var hub = await RunningHub.StartAsync();
        var response = await hub.DeliverAsync("/webhooks/shop/orders/create?a=1", "{\"x\":1}", FakeConnector.Sign("{\"x\":1}", RunningHub.Secret));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        var request = hub.Accepted.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Suffix.ShouldBe("orders/create");
        request.Query["a"].ShouldBe("1");
        request.Header("x-signature").ShouldNotBeNull();
        request.Body.ToArray().ShouldBe("{\"x\":1}"u8.ToArray());
    }

    [Theory]
    [InlineData("/webhooks/shop", null, HttpStatusCode.Unauthorized, "refused401")]
    [InlineData("/webhooks/shop", "00", HttpStatusCode.Unauthorized, "refused401")]
    [InlineData("/webhooks/nobody", null, HttpStatusCode.NotFound, "unknown404")]
    public async Task UnprovedDelivery_IsRefusedCountedAndNotStored(string path, string? signature, HttpStatusCode status, string counter)
    {
        await using var hub = await RunningHub.StartAsync();
        await ShouldBeProblem(await hub.DeliverAsync(path, "{}", signature), status);
        hub.Accepted.ShouldBeEmpty();
        await hub.Services.GetRequiredService<RequestCounters>().FlushAsync(CancellationToken.None);
        (await hub.CountAsync(counter)).ShouldBe(1);
    }

    [Theory]
    [InlineData(1000, HttpStatusCode.OK, true)]
    [InlineData(1001, HttpStatusCode.RequestEntityTooLarge, true)]
    [InlineData(1001, HttpStatusCode.RequestEntityTooLarge, false)]
    [InlineData(500_000, HttpStatusCode.RequestEntityTooLarge, false)]
    public async Task Body_IsTakenUpToTheVendorsLimit(int length, HttpStatusCode status, bool saysLength)
    {
        await using var hub = await RunningHub.StartAsync();
        var body = new string('x', length);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/shop") { Content = new StringContent(body) };
        request.Headers.Add("X-Signature", FakeConnector.Sign(body, RunningHub.Secret));
        request.Headers.TransferEncodingChunked = !saysLength;
        var response = await hub.Client.SendAsync(request);
        response.StatusCode.ShouldBe(status);
        hub.Accepted.Count.ShouldBe(status == HttpStatusCode.OK ? 1 : 0);
    }

    [Fact]
    public async Task Head_IsRefusedWithTheMethodsThatAreTaken_AndCountsNowhere()
    {
        await using var hub = await RunningHub.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/webhooks/shop");
        var response = await hub.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
        await hub.Services.GetRequiredService<RequestCounters>().FlushAsync(CancellationToken.None);
        (await hub.CountAsync("refused401")).ShouldBe(0);
    }

    [Fact]
    public async Task Handshake_IsAnsweredAndNotStored()
    {
        await using var hub = await RunningHub.StartAsync();
        (await hub.Client.GetStringAsync("/webhooks/shop?challenge=42")).ShouldBe("42");
        hub.Accepted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreThatTakesNoMore_IsAnswered503WithAWait(bool isBusy)
    {
        await using var hub = await RunningHub.StartAsync(isBusy ? new StoreBusyException() : new StoreUnavailableException("The disk is full."));
        var response = await hub.DeliverAsync("/webhooks/shop", "{}", FakeConnector.Sign("{}", RunningHub.Secret));
        await ShouldBeProblem(response, HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(5, 30);
    }

    [Fact]
    public async Task NoRoomForABody_IsAnswered503WithAWaitBeforeItIsVerified()
    {
        await using var hub = await RunningHub.StartAsync();
        var room = hub.Services.GetRequiredService<BodyRoom>();
        using (var others = room.Open("shop"))
        {
            others.TryHold((BodyRoom.Usual / 2) - 1).ShouldBeTrue();
            var response = await hub.DeliverAsync("/webhooks/shop", "{}", null);
            await ShouldBeProblem(response, HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(5, 30);
        }

        (await hub.DeliverAsync("/webhooks/shop", "{}", FakeConnector.Sign("{}", RunningHub.Secret))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hub.DeliverAsync("/webhooks/shop", "{}", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await hub.DeliverAsync("/webhooks/shop", new string('x', 2000), null)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await hub.Services.GetRequiredService<RequestCounters>().FlushAsync(CancellationToken.None);
        (await hub.CountAsync("overloaded503")).ShouldBe(1);
    }

    private static async Task ShouldBeProblem(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }
}
