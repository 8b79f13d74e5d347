using Hub.Coordination;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Coordination;

public sealed class SharedRateLimitsTests : IAsyncDisposable
{
    private static readonly RateKey Burst = new("shop", "burst", "");
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(6);

    private readonly ManualTime time = new();
    private readonly CapturedLog log = new();
    private readonly List<RedisServer> servers = [];
    private readonly string prefix = "test-" + Path.GetRandomFileName();

    [RedisFact]
    public async Task TwoNodes_TakeFromOneBucket()
    {
        var (a, b) = (Node(RedisFixture.Address), Node(RedisFixture.Address));
        (await TakeAsync(a)).ShouldBe(TimeSpan.Zero);
        (await TakeAsync(b)).ShouldBe(TimeSpan.Zero);
        (await TakeAsync(a)).ShouldBe(TimeSpan.Zero);
        (await TakeAsync(b)).ShouldBe(Refill);
        time.Advance(Refill / 2);
        (await TakeAsync(a)).ShouldBe(Refill / 2);
        time.Advance(Refill / 2);
        (await TakeAsync(a)).ShouldBe(TimeSpan.Zero);
        (await TakeAsync(b, keep: 1)).ShouldBe(Refill * 2);
        log.Messages.ShouldBeEmpty();
    }

    [RedisFact]
    public async Task TokenOfACallThatNeverLeft_IsThereForTheOtherNode()
    {
        var (a, b) = (Node(RedisFixture.Address), Node(RedisFixture.Address));
        var (_, token) = await a.TakeAsync(Burst, 1, Refill, 0);
        (await b.TakeAsync(Burst, 1, Refill, 0)).Wait.ShouldBe(Refill);
        await a.GiveBackAsync(token);
        (await b.TakeAsync(Burst, 1, Refill, 0)).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task RedisThatIsAway_LeavesEachNodeItsPart_AndIsToldOnce()
    {
        // A port on which nobody listens.
        var node = Node("127.0.0.1:1", nodes: 3);
        (await TakeAsync(node)).ShouldBe(TimeSpan.Zero);
        (await TakeAsync(node)).ShouldBe(Refill * 3);
        time.Advance(TimeSpan.FromMinutes(1));
        (await TakeAsync(node)).ShouldBe(TimeSpan.Zero);
        log.Messages.ShouldHaveSingleItem().Text.ShouldContain("Redis cannot be reached");
    }

    [Fact]
    public async Task WithoutRedis_ANodeTakesFromItsOwn()
    {
        var node = Node(null);
        var (_, token) = await node.TakeAsync(Burst, 1, Refill, 0);
        (await node.TakeAsync(Burst, 1, Refill, 0)).Wait.ShouldBe(Refill);
        await node.GiveBackAsync(token);
        (await node.TakeAsync(Burst, 1, Refill, 0)).Wait.ShouldBe(TimeSpan.Zero);
        log.Messages.ShouldBeEmpty();
    }

    [RedisFact]
    public async Task WordsOfOneNode_AreHeardByTheOther()
    {
        Node(RedisFixture.Address);
        Node(RedisFixture.Address);
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        (await servers[1].HearAsync("channel", heard.SetResult)).ShouldBeTrue();
        (await servers[0].SayAsync("channel", "words")).ShouldBeTrue();
        (await heard.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe("words");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) await server.DisposeAsync();
    }

    private static async Task<TimeSpan> TakeAsync(SharedRateLimits limits, int keep = 0) => (await limits.TakeAsync(Burst, 3, Refill, keep)).Wait;

    private SharedRateLimits Node(string? address, int nodes = 1)
    {
        var server = new RedisServer(address, prefix, time, new LoggerFactory([log]).CreateLogger<RedisServer>());
        servers.Add(server);
        var own = new RateLimits(time);
        own.ShareAmong(nodes);
        return new(own, server, time);
    }
}
