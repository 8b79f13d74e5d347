using Hub.Coordination;

namespace Hub.Tests.Coordination;

public sealed class RushTests
{
    private readonly ManualTime time = new();
    private readonly Rush rush;

    public RushTests()
    {
        rush = new(time);
        rush.Accepted(Rush.Unread + 1);
    }

    [Fact]
    public async Task FewerThanMany_NobodyYields()
    {
        Enter(Rush.Many - 1);
        rush.IsOn.ShouldBeFalse();
        await rush.YieldAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Many_YieldsUntilTheyAreAnswered()
    {
        Enter(Rush.Many);
        var yielding = rush.YieldAsync(CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(500));
        yielding.IsCompleted.ShouldBeFalse();
        rush.Leave();
        rush.IsOn.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(10));
        await yielding.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Fact]
    public void LullBetweenTwoCommits_DoesNotEndIt()
    {
        Enter(Rush.Many);
        for (var i = 0; i < Rush.Many; i++) rush.Leave();
        rush.IsOn.ShouldBeTrue();
        time.Advance(Rush.Lull);
        rush.IsOn.ShouldBeFalse();
    }

    [Fact]
    public async Task LongRush_IsYieldedToForAWhileOnly()
    {
        Enter(Rush.Many * 2);
        var yielding = rush.YieldAsync(CancellationToken.None).AsTask();
        for (var passed = TimeSpan.Zero; passed <= Rush.AtMost && !yielding.IsCompleted; passed += TimeSpan.FromMilliseconds(10)) time.Advance(TimeSpan.FromMilliseconds(10));
        await yielding.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        rush.IsOn.ShouldBeTrue();
    }

    [Fact]
    public void ManyWhileHardlyAnythingIsUnread_IsNone()
    {
        Enter(Rush.Many);
        rush.IsOn.ShouldBeTrue();
        rush.Read(1);
        rush.IsOn.ShouldBeFalse();
        rush.Accepted(Rush.Unread + 2);
        rush.IsOn.ShouldBeTrue();
        rush.Accepted(5);
        rush.IsOn.ShouldBeTrue();
    }

    [Fact]
    public async Task GivenUp_Throws()
    {
        Enter(Rush.Many);
        using var cancel = new CancellationTokenSource();
        var yielding = rush.YieldAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(yielding);
    }

    private void Enter(int count)
    {
        for (var i = 0; i < count; i++) rush.Enter();
    }
}
