using Hub.Coordination;

namespace Hub.Tests.Coordination;

public sealed class BreakersTests
{
    private static readonly BreakerKey Key = new("desk", "zendesk.create_ticket");
    private static readonly BreakerState Closed = new BreakerState.Closed();
    private static readonly BreakerState Probe = new BreakerState.Probe();

    private readonly ManualTime time = new();
    private readonly Breakers breakers;

    public BreakersTests() => breakers = new Breakers(time, BreakerOptions.Default);

    [Fact]
    public void FiveFailuresInARow_OpenIt()
    {
        for (var i = 0; i < 5; i++)
        {
            breakers.Enter(Key).ShouldBe(Closed);
            breakers.Report(Key, success: false);
        }

        breakers.Enter(Key).ShouldBe(Open(15));
        time.Advance(TimeSpan.FromSeconds(4));
        breakers.Enter(Key).ShouldBe(Open(11));
        breakers.Enter(Key with { Operation = "zendesk.add_comment" }).ShouldBe(Closed);
        breakers.Enter(Key with { Connection = "desk-2" }).ShouldBe(Closed);
    }

    [Fact]
    public void OpeningAndClosing_AreToldOnce()
    {
        for (var i = 0; i < 8; i++) breakers.Report(Key, success: false).ShouldBe(i < 4 ? BreakerTurn.None : i == 4 ? BreakerTurn.Opened : BreakerTurn.StaysOpen);
        breakers.Open(Key).ShouldBe(BreakerTurn.StaysOpen);
        breakers.Report(Key, success: true).ShouldBe(BreakerTurn.Closed);
        breakers.Report(Key, success: true).ShouldBe(BreakerTurn.None);
        breakers.Open(Key).ShouldBe(BreakerTurn.Opened);
        breakers.Enter(Key).ShouldBe(Open(15));
        breakers.Report(Key, success: false).ShouldBe(BreakerTurn.StaysOpen);
    }

    [Fact]
    public void ASuccessBetween_StartsTheCountAnew()
    {
        Fail(4);
        breakers.Report(Key, success: true);
        Fail(4);
        breakers.Enter(Key).ShouldBe(Closed);
    }

    [Fact]
    public void WhileOpen_OneProbeEachInterval()
    {
        Fail(5);
        time.Advance(TimeSpan.FromSeconds(15));
        breakers.Enter(Key).ShouldBe(Probe);
        breakers.Enter(Key).ShouldBe(Open(15));
        time.Advance(TimeSpan.FromSeconds(3));
        Fail(1);
        breakers.Enter(Key).ShouldBe(Open(12));
        time.Advance(TimeSpan.FromSeconds(12));
        breakers.Enter(Key).ShouldBe(Probe);
    }

    [Fact]
    public void AProbeThatIsReturned_IsTheNextOnes()
    {
        Fail(5);
        time.Advance(TimeSpan.FromSeconds(15));
        breakers.Enter(Key).ShouldBe(Probe);
        time.Advance(TimeSpan.FromSeconds(1));
        breakers.Return(Key);
        breakers.Enter(Key).ShouldBe(Probe);
        breakers.Enter(Key).ShouldBe(Open(15));
        Fail(1);
        breakers.Return(Key);
        breakers.Enter(Key).ShouldBe(Open(15));
    }

    [Fact]
    public void ACallThatIsReturned_ChangesNothingWhereItWasNoProbe()
    {
        breakers.Return(Key);
        Fail(5);
        breakers.Return(Key);
        breakers.Enter(Key).ShouldBe(Open(15));
    }

    [Fact]
    public void AProbeThatNeverReports_IsFollowedByAnother()
    {
        Fail(5);
        time.Advance(TimeSpan.FromSeconds(15));
        breakers.Enter(Key).ShouldBe(Probe);
        time.Advance(TimeSpan.FromSeconds(15));
        breakers.Enter(Key).ShouldBe(Probe);
    }

    [Fact]
    public void AProbeThatSucceeds_ClosesItWithACountOfNone()
    {
        Fail(5);
        time.Advance(TimeSpan.FromSeconds(15));
        breakers.Enter(Key).ShouldBe(Probe);
        breakers.Report(Key, success: true);
        breakers.Enter(Key).ShouldBe(Closed);
        Fail(4);
        breakers.Enter(Key).ShouldBe(Closed);
    }

    private static BreakerState Open(int seconds) => new BreakerState.Open(TimeSpan.FromSeconds(seconds));

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++) breakers.Report(Key, success: false);
    }
}
