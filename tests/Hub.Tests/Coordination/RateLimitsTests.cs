using Hub.Coordination;

namespace Hub.Tests.Coordination;

public sealed class RateLimitsTests
{
    private static readonly RateKey Pair = new("wa", "pair", "4915112345678");
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(6);

    private readonly ManualTime time = new();
    private readonly RateLimits limits;

    public RateLimitsTests() => limits = new RateLimits(time);

    [Fact]
    public void ABurst_IsServedAndThenOneEachRefill()
    {
        for (var i = 0; i < 3; i++)
        {
            Take(out var none).ShouldBeTrue();
            none.ShouldBe(TimeSpan.Zero);
        }

        Take(out var wait).ShouldBeFalse();
        wait.ShouldBe(Refill);
        time.Advance(TimeSpan.FromSeconds(4));
        Take(out wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(2));
        time.Advance(wait);
        Take(out _).ShouldBeTrue();
        Take(out wait).ShouldBeFalse();
        wait.ShouldBe(Refill);
    }

    [Fact]
    public void AnIdleBucket_IsNeverMoreThanFull()
    {
        Take(out _).ShouldBeTrue();
        time.Advance(TimeSpan.FromDays(1));
        Enumerable.Range(0, 4).Select(_ => Take(out var _)).ShouldBe([true, true, true, false]);
    }

    [Fact]
    public void ClockThatIsSetBack_TakesNothingAway()
    {
        time.Advance(TimeSpan.FromHours(1));
        Take(out _).ShouldBeTrue();
        limits.BlockUntil(Pair with { Key = "told" }, time.GetUtcNow() + TimeSpan.FromSeconds(20));
        time.StepTo(time.GetUtcNow() - TimeSpan.FromHours(1));
        Take(out _).ShouldBeTrue();
        Take(out _).ShouldBeTrue();
        Take(out var wait).ShouldBeFalse();
        wait.ShouldBe(Refill);
        limits.TryTake(Pair with { Key = "told" }, 1, Refill, out wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(20));
        time.Advance(Refill);
        Take(out _).ShouldBeTrue();
    }

    [Fact]
    public void Keys_DoNotShareTokens()
    {
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeTrue();
        limits.TryTake(Pair with { Key = "4915100000000" }, 1, Refill, out _).ShouldBeTrue();
        limits.TryTake(Pair with { Connection = "wa-2" }, 1, Refill, out _).ShouldBeTrue();
        limits.TryTake(Pair with { Limit = "number" }, 1, Refill, out _).ShouldBeTrue();
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeFalse();
    }

    [Fact]
    public void ATokenGivenBack_CanBeTakenAgain()
    {
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeTrue();
        limits.GiveBack(Pair);
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeTrue();
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeFalse();
        limits.GiveBack(Pair with { Key = "unknown" });
    }

    [Fact]
    public void ATokenGivenBackLate_DoesNotOverfill()
    {
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeTrue();
        time.Advance(TimeSpan.FromHours(1));
        limits.GiveBack(Pair);
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeTrue();
        limits.TryTake(Pair, 1, Refill, out _).ShouldBeFalse();
    }

    [Fact]
    public void AShareKept_IsLeftForTheOther()
    {
        Enumerable.Range(0, 6).Select(_ => limits.TryTake(Pair, 5, Refill, out var _, keep: 1)).ShouldBe([true, true, true, true, false, false]);
        limits.TryTake(Pair, 5, Refill, out _).ShouldBeTrue();
        limits.TryTake(Pair, 5, Refill, out var wait, keep: 1).ShouldBeFalse();
        wait.ShouldBe(Refill * 2);
    }

    [Fact]
    public void AVendorsWord_BlocksUntilThen()
    {
        var until = time.GetUtcNow() + TimeSpan.FromMinutes(1);
        limits.BlockUntil(Pair, until);
        limits.BlockUntil(Pair, until - TimeSpan.FromSeconds(30));
        Take(out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromMinutes(1));
        time.Advance(wait);
        Take(out _).ShouldBeTrue();
    }

    [Fact]
    public void IdleBuckets_AreForgottenAndBusyOnesKept()
    {
        limits.BlockUntil(Pair, time.GetUtcNow() + TimeSpan.FromDays(1));
        for (var i = 0; i < 100_000; i++)
        {
            limits.TryTake(Pair with { Key = $"{i}" }, 1, TimeSpan.FromSeconds(1), out _).ShouldBeTrue();
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        limits.Count.ShouldBeLessThanOrEqualTo(1024);
        Take(out _).ShouldBeFalse();
    }

    [Fact]
    public void OverAnyStretch_NoMoreThanTheLimitIsServed()
    {
        var random = new Random(20261121);
        var served = new List<DateTimeOffset>();
        for (var i = 0; i < 5_000; i++)
        {
            if (limits.TryTake(Pair, 4, Refill, out var wait))
            {
                served.Add(time.GetUtcNow());
            }
            else
            {
                wait.ShouldBeGreaterThan(TimeSpan.Zero);
            }

            time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 8_000)));
        }

        for (var i = 4; i < served.Count; i++) (served[i] - served[i - 4]).ShouldBeGreaterThanOrEqualTo(Refill);
    }

    [Theory]
    [InlineData(1, 12, 0, 12)]
    [InlineData(3, 12, 0, 4)]
    [InlineData(3, 12, 6, 2)]
    [InlineData(5, 3, 0, 1)]
    [InlineData(5, 3, 2, 1)]
    public void NodesThatShareAConnection_EachTakeTheirPart(int nodes, int burst, int keep, int part)
    {
        var connection = new RateKey("shop", "number", "");
        limits.ShareAmong(nodes);
        for (var i = 0; i < part; i++) limits.TryTake(connection, burst, Refill, out _, keep).ShouldBeTrue();
        limits.TryTake(connection, burst, Refill, out var wait, keep).ShouldBeFalse();
        wait.ShouldBe(Refill * nodes);
    }

    [Fact]
    public void NodesThatShareAConnection_DoNotDivideWhatIsSetForOneTarget()
    {
        limits.ShareAmong(3);
        for (var i = 0; i < 3; i++) Take(out _).ShouldBeTrue();
        Take(out var wait).ShouldBeFalse();
        wait.ShouldBe(Refill);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(2, -1)]
    public void AShareThatLeavesNothing_IsRefused(int burst, int keep) =>
        Should.Throw<ArgumentOutOfRangeException>(() => limits.TryTake(Pair, burst, Refill, out _, keep));

    private bool Take(out TimeSpan wait) => limits.TryTake(Pair, 3, Refill, out wait);
}
