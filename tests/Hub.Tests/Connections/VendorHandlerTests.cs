using System.Net;
using System.Net.Sockets;
using Hub.Connections;
using Hub.Connectors;

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
        var vendor = new Vendor(async (request, cancel) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return new HttpResponseMessage();
        });
        var call = SendAsync(vendor, new Uri("https://vendor.example/"));
        vendor.Time.Advance(TimeSpan.FromSeconds(19));
        call.IsCompleted.ShouldBeFalse();
        vendor.Time.Advance(TimeSpan.FromSeconds(2));
        // Shouldly makes an exception of its own for a cancelled task.
        var late = await Assert.ThrowsAsync<TaskCanceledException>(() => call);
        late.InnerException.ShouldBeOfType<TimeoutException>();
        VendorErrors.OfNetwork(late).Kind.ShouldBe(FailureKind.Unknown);
    }

    [Fact]
    public async Task NoFreeConnection_IsAFailureBeforeLeaving()
    {
        var vendor = new Vendor(async cancel =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return new HttpResponseMessage();
        });
        var call = SendAsync(vendor, new Uri("https://vendor.example/"));
        vendor.Time.Advance(TimeSpan.FromSeconds(21));
        VendorErrors.OfNetwork(await Should.ThrowAsync<HttpRequestException>(() => call)).Kind.ShouldBe(FailureKind.Transient);
        vendor.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task HandshakeWithoutEnd_IsAFailureBeforeLeaving()
    {
        using var vendor = new TcpListener(IPAddress.Loopback, 0);
        vendor.Start();
        var time = new ManualTime();
        using var sockets = VendorClient.Sockets(new VendorDialer("127.0.0.1", TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([])));
        sockets.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        sockets.ConnectTimeout = TimeSpan.FromMilliseconds(20);
        using var client = new HttpClient(new VendorHandler("shop", null, time, sockets));
        var call = client.PostAsync(new Uri($"https://{vendor.LocalEndpoint}/"), new StringContent("x"));
        // The waits between the tries, and never the 20 s of a whole attempt.
        while (!call.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }

        VendorErrors.OfNetwork(await Should.ThrowAsync<HttpRequestException>(() => call)).Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task CallThatCannotBeBuilt_IsRejectedAndNeverLeft()
    {
        var vendor = new Vendor(_ => Task.FromResult(new HttpResponseMessage()));
        using var client = new HttpClient(new VendorHandler("shop", null, vendor.Time, vendor));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("https://vendor.example/")) { Content = new StringContent("x") };
        request.Headers.TryAddWithoutValidation("X-Token", "schlüssel");
        var failure = VendorErrors.OfNetwork(await Should.ThrowAsync<HttpRequestException>(() => client.SendAsync(request)));
        failure.Kind.ShouldBe(FailureKind.Rejected);
        failure.Text.ShouldStartWith("A call for the connection shop cannot be built");
        vendor.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task WhatIsTakenOverBetweenTwoRequests_MakesNoSecondOne()
    {
        var (isHeld, answer) = (true, new TaskCompletionSource<HttpResponseMessage>());
        var vendor = new Vendor(_ => answer.Task);
        using var client = new HttpClient(new VendorHandler("shop", null, vendor.Time, vendor, () => isHeld));
        var first = client.GetAsync(new Uri("https://vendor.example/"));
        isHeld = false;
        answer.SetResult(new());
        (await first).IsSuccessStatusCode.ShouldBeTrue();
        var failure = VendorErrors.OfNetwork(await Should.ThrowAsync<HttpRequestException>(() => client.PutAsync(new Uri("https://vendor.example/"), new StringContent("x"))));
        (failure.Kind, failure.Code, failure.Wait).ShouldBe((FailureKind.Throttled, CallWithheldException.Code, TimeSpan.Zero));
        vendor.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task WhatIsTakenOverWhileAConnectionIsMade_SendsNoBody()
    {
        var isHeld = true;
        using var body = new MemoryStream();
        var vendor = new Vendor(async (request, cancel) =>
        {
            isHeld = false;
            await request.Content!.CopyToAsync(body, cancel);
            return new HttpResponseMessage();
        });
        using var client = new HttpClient(new VendorHandler("shop", null, vendor.Time, vendor, () => isHeld));
        await Should.ThrowAsync<CallWithheldException>(() => client.PostAsync(new Uri("https://vendor.example/"), new StringContent("x")));
        body.Length.ShouldBe(0);
        vendor.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Body_ArrivesWithItsHeaders()
    {
        string? body = null, type = null;
        long? length = null;
        var vendor = new Vendor(async (request, cancel) =>
        {
            (type, length) = (request.Content!.Headers.ContentType!.ToString(), request.Content.Headers.ContentLength);
            body = await request.Content.ReadAsStringAsync(cancel);
            return new HttpResponseMessage();
        });
        await SendAsync(vendor, new Uri("https://vendor.example/"));
        (body, type, length).ShouldBe(("x", "text/plain; charset=utf-8", 1L));
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
        new HttpClient(new VendorHandler("shop", configured, vendor.Time, vendor)).PostAsync(address, new StringContent("x"));

    private sealed class Vendor(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        public Vendor(Func<CancellationToken, Task<HttpResponseMessage>> answer)
            : this((_, cancel) => answer(cancel))
        {
        }

        public ManualTime Time { get; } = new();

        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            return answer(request, cancellationToken);
        }
    }
}
