using Hub.Connectors;
using Hub.Coordination;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Coordination;

public sealed class PacedHandlerTests : IAsyncDisposable
{
    private static readonly RequestLimit Search = new("search", 2, TimeSpan.FromSeconds(1), request => request.RequestUri!.AbsolutePath.EndsWith("/search", StringComparison.Ordinal));

    private readonly ManualTime time = new();
    private readonly RateLimits limits;
    private readonly Budgets budgets;
    private readonly RedisServer redis;
    private readonly Vendor vendor = new();
    private int waits;

    public PacedHandlerTests()
    {
        limits = new(time);
        budgets = new(time, limits);
        redis = new(null, "hub", time, NullLogger<RedisServer>.Instance);
    }

    [Fact]
    public async Task RequestOverItsLimit_WaitsForItsTurn_AndOthersDoNot()
    {
        using var client = Open([Search], null);
        vendor.Go();
        await client.GetAsync(new Uri("/search", UriKind.Relative));
        await client.GetAsync(new Uri("/search", UriKind.Relative));
        var third = client.GetAsync(new Uri("/search", UriKind.Relative));
        await client.GetAsync(new Uri("/record", UriKind.Relative));
        third.IsCompleted.ShouldBeFalse();
        vendor.Calls.ShouldBe(3);
        time.Advance(TimeSpan.FromSeconds(1));
        await third;
        waits.ShouldBe(1);
    }

    [Fact]
    public async Task RequestThatWouldWaitLong_DoesNotLeave_AndCostsNoAttempt()
    {
        using var client = Open([Search with { Burst = 1, Refill = TimeSpan.FromMinutes(1) }], null);
        vendor.Go();
        await client.GetAsync(new Uri("/search", UriKind.Relative));
        var failure = VendorErrors.OfNetwork(await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri("/search", UriKind.Relative))));
        (failure.Kind, failure.Wait).ShouldBe((FailureKind.Throttled, TimeSpan.FromMinutes(1)));
        vendor.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 8, 10)]
    [InlineData(2, 4, 5)]
    [InlineData(30, 1, 1)]
    public async Task AsManyAsTheVendorAllows_AreUnderWay_DividedByTheNodes_AndAFifthIsKept(int nodes, int others, int all)
    {
        limits.ShareAmong(nodes);
        using var client = Open([], new InFlight(10, limits));
        var calls = Enumerable.Range(0, 12).Select(_ => client.GetAsync(new Uri("/", UriKind.Relative))).ToList();
        vendor.Calls.ShouldBe(others);
        budgets.Calling("reply", isUrgent: true);
        calls.AddRange(Enumerable.Range(0, 12).Select(_ => client.GetAsync(new Uri("/", UriKind.Relative))));
        vendor.Calls.ShouldBe(all);
        vendor.Go();
        await Task.WhenAll(calls);
        vendor.Calls.ShouldBe(24);
    }

    public ValueTask DisposeAsync() => redis.DisposeAsync();

    private HttpClient Open(IReadOnlyList<RequestLimit> limited, InFlight? inFlight) =>
        new(new PacedHandler("shop", limited, inFlight, new(limits, redis, time), budgets, time, () => waits++, vendor)) { BaseAddress = new("https://vendor.example") };

    private sealed class Vendor : HttpMessageHandler
    {
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int calls;

        public int Calls => Volatile.Read(ref calls);

        public void Go() => go.TrySetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref calls);
            await go.Task.WaitAsync(cancellationToken);
            return new();
        }
    }
}
