using Hub.Coordination;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Coordination;

public sealed class LimitNewsTests : IAsyncDisposable
{
    private readonly ManualTime time = new();
    private readonly List<RedisServer> servers = [];
    private readonly string prefix = "test-" + Path.GetRandomFileName();

    [RedisFact]
    public async Task WhatOneNodeIsTold_TheOtherHeeds()
    {
        var (a, b) = (Node(RedisFixture.Address), Node(RedisFixture.Address));
        (await b.News.ListenAsync()).ShouldBeTrue();
        a.Budgets.Calling("ask");
        a.News.Hear("shop", new("account", 10, 0) { ResetsIn = TimeSpan.FromSeconds(40) });
        await UntilAsync(() => !b.Budgets.TryTake(new("shop", "ask"), isUrgent: true, out _));
        b.Budgets.TryTake(new("shop", "other"), isUrgent: true, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(40));
        b.Budgets.TryTake(new("desk", "ask"), isUrgent: true, out _).ShouldBeTrue();
    }

    [RedisFact]
    public async Task AccountThatWaits_WaitsOnTheOtherNodeToo()
    {
        var (a, b) = (Node(RedisFixture.Address), Node(RedisFixture.Address));
        (await b.News.ListenAsync()).ShouldBeTrue();
        a.News.Block("shop", TimeSpan.FromSeconds(20));
        await UntilAsync(() => IsBlocked(b));
        time.Advance(TimeSpan.FromSeconds(20));
        IsBlocked(b).ShouldBeFalse();
    }

    [Fact]
    public void WithoutRedis_ANodeHeedsWhatItIsToldItself()
    {
        var node = Node(null);
        node.Budgets.Calling("ask");
        node.News.Hear("shop", new("account", 10, 0) { ResetsIn = TimeSpan.FromSeconds(40) });
        node.Budgets.TryTake(new("shop", "ask"), isUrgent: true, out _).ShouldBeFalse();
        node.News.Block("desk", TimeSpan.FromSeconds(20));
        node.Limits.TryTake(LimitNews.AccountOf("desk"), 1, TimeSpan.Zero, out _).ShouldBeFalse();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) await server.DisposeAsync();
    }

    private static bool IsBlocked(Told node) => !node.Limits.TryTake(LimitNews.AccountOf("shop"), 1, TimeSpan.Zero, out _);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }

    private Told Node(string? address)
    {
        var server = new RedisServer(address, prefix, time, NullLogger<RedisServer>.Instance);
        servers.Add(server);
        var limits = new RateLimits(time);
        var budgets = new Budgets(time, limits);
        return new(new(server, budgets, limits, time), budgets, limits);
    }

    private sealed record Told(LimitNews News, Budgets Budgets, RateLimits Limits);
}
