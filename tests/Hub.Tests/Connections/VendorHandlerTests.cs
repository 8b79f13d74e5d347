using System.Net;
using Hub.Connections;

namespace Hub.Tests.Connections;

public sealed class VendorHandlerTests
{
    [Fact]
    public async Task ConnectionThatCannotBeMade_IsTriedThreeTimes()
    {
        var vendor = new Vendor(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));
        var call = SendAsync(vendor, new Uri("https://vendor.example/"));
        while (!call.IsCompleted)
        {
            vendor.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await Should.ThrowAsync<HttpRequestException>(() => call)).HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        vendor.Calls.ShouldBe(3);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task RequestThatMayHaveLeft_IsNeverRepeated(HttpRequestError error)
    {
        var vendor = new Vendor(_ => throw new HttpRequestException(error));
        await Should.ThrowAsync<HttpRequestException>(() => SendAsync(vendor, new Uri("https://vendor.example/")));
        vendor.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Answer_IsNeverRepeated(HttpStatusCode status)
    {
        var vendor = new Vendor(_ => Task.FromResult(new HttpResponseMessage(status)));
        (await SendAsync(vendor, new Uri("https://vendor.example/"))).StatusCode.ShouldBe(status);
        vendor.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task RefusedAddress_IsNotTriedAgain()
    {
        var vendor = new Vendor(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, null, new AddressRefusedException("vendor.example")));
        await Should.ThrowAsync<HttpRequestException>(() => SendAsync(vendor, new Uri("https://vendor.example/")));
        vendor.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task SilentVendor_TimesOutAfterTwentySeconds()
    {
        var vendor = new Vendor(async cancel =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return new HttpResponseMessage();
        });
        var call = SendAsync(vendor, new Uri("https://vendor.example/"));
        vendor.Time.Advance(TimeSpan.FromSeconds(19));
        call.IsCompleted.ShouldBeFalse();
        vendor.Time.Advance(TimeSpan.FromSeconds(2));
        // Shouldly makes an exception of its own for a cancelled task.
        (await Assert.ThrowsAsync<TaskCanceledException>(() => call)).InnerException.ShouldBeOfType<TimeoutException>();
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000/x", "http://127.0.0.1:9000", true)]
    [InlineData("http://127.0.0.1:9001/x", "http://127.0.0.1:9000", false)]
    [InlineData("http://vendor.example/x", null, false)]
    [InlineData("http://vendor.example/x", "https://vendor.example", false)]
    [InlineData("https://vendor.example/x", null, true)]
    public async Task PlainHttp_IsOnlyForTheConfiguredAddress(string address, string? configured, bool isCalled)
    {
        var vendor = new Vendor(_ => Task.FromResult(new HttpResponseMessage()));
        var call = SendAsync(vendor, new Uri(address), configured is null ? null : new Uri(configured));
        if (isCalled) await call;
        else await Should.ThrowAsync<HttpRequestException>(() => call);
        vendor.Calls.ShouldBe(isCalled ? 1 : 0);
    }

    private static Task<HttpResponseMessage> SendAsync(Vendor vendor, Uri address, Uri? configured = null) =>
        new HttpClient(new VendorHandler(configured, vendor.Time, vendor)).PostAsync(address, new StringContent("x"));

    private sealed class Vendor(Func<CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        public ManualTime Time { get; } = new();

        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            return answer(cancellationToken);
        }
    }
}
