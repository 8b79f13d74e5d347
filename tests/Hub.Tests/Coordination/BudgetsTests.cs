using Hub.Connectors;
using Hub.Coordination;

namespace Hub.Tests.Coordination;

public class BudgetsTests
{
    private static readonly BreakerKey Key = new("shop", "ask");
    private readonly ManualTime time = new();
    private readonly Budgets budgets;
    private readonly RateLimits limits;

    public BudgetsTests() => budgets = new(time, limits = new(time));

    [Fact]
    public void VendorThatHasToldNothing_LimitsNothing() => Takes(Key, urgent: false).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Bucket_KeepsAFifthForWhoWaits_AndFillsByTheSecond()
    {
        Hear(new("points", 1000, 300) { PerSecond = 50, Cost = 100 });
        Takes(Key, urgent: false).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: false).ShouldBe(TimeSpan.FromSeconds(2));
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(6));
        Takes(Key, urgent: false).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Window_IsFullAgainWhenItResets()
    {
        Hear(new("account", 10, 3) { ResetsIn = TimeSpan.FromSeconds(40) });
        Takes(Key, urgent: false).ShouldBe(TimeSpan.Zero);
        time.Advance(TimeSpan.FromSeconds(15));
        Takes(Key, urgent: false).ShouldBe(TimeSpan.FromSeconds(25));
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.FromSeconds(25));
        time.Advance(TimeSpan.FromSeconds(25));
        Takes(Key, urgent: false).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void LimitOfOneKindOfCall_DoesNotHoldTheOthers_AndCostsAreThoseOfTheKind()
    {
        budgets.Calling("ask");
        Hear(new("updates", 10, 0) { ResetsIn = TimeSpan.FromSeconds(9), IsOfCall = true });
        Hear(new("points", 100, 60) { PerSecond = 1, Cost = 40 });
        Takes(Key, urgent: true).ShouldBe(TimeSpan.FromSeconds(9));
        Takes(new("shop", "other"), urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(new("other", "ask"), urgent: true).ShouldBe(TimeSpan.Zero);
        time.Advance(TimeSpan.FromSeconds(9));
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(new("shop", "other"), urgent: false).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void CallThatWasNotMade_GivesBackWhatItTook()
    {
        Hear(new("account", 10, 1) { ResetsIn = TimeSpan.FromSeconds(40) });
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        budgets.GiveBack(Key);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void CallThatNeedsMoreThanThereEverIs_WaitsForAll()
    {
        Hear(new("points", 100, 50) { PerSecond = 10, Cost = 500 });
        Takes(Key, urgent: false).ShouldBe(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        Takes(Key, urgent: false).ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(10, double.NaN)]
    public void WhatIsNoLimit_IsNotHeard(double total, double left)
    {
        Hear(new("odd", total, left) { ResetsIn = TimeSpan.FromDays(1) });
        Takes(Key, urgent: false).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void OfWhatIsLeft_EachLiveNodeTakesItsPart()
    {
        limits.ShareAmong(3);
        Hear(new("account", 30, 9) { ResetsIn = TimeSpan.FromSeconds(40) });
        for (var call = 0; call < 3; call++) Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void OfWhatComesBack_EachLiveNodeTakesItsPart()
    {
        limits.ShareAmong(3);
        Hear(new("points", 300, 0) { PerSecond = 3 });
        Takes(Key, urgent: true).ShouldBe(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Takes(Key, urgent: true).ShouldBe(TimeSpan.Zero);
        Takes(Key, urgent: true).ShouldBe(TimeSpan.FromSeconds(1));
    }

    private void Hear(Budget told)
    {
        budgets.Calling("ask");
        budgets.Hear("shop", told);
    }

    private TimeSpan Takes(BreakerKey key, bool urgent) => budgets.TryTake(key, urgent, out var wait) ? TimeSpan.Zero : wait;
}
