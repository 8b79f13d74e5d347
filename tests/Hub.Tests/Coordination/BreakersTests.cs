using Hub.Coordination;

namespace Hub.Tests.Coordination;

public sealed class BreakersTests
{
    private static readonly BreakerKey Key = new("desk", "zendesk.create_ticket");
    private static readonly BreakerState Closed = new BreakerState.Closed();
    private static readonly BreakerState Probe = new BreakerState.Probe();

    private readonly ManualTime _time = new();
    private readonly Breakers _breakers;

    public BreakersTests() => _breakers = new Breakers(_time, BreakerOptions.Default);

    [Fact]
    public void FiveFailuresInARow_OpenIt()
    {
        for (var i = 0; i < 5; i++)
        {
            _breakers.Enter(Key).ShouldBe(Closed);
            _breakers.Report(Key, success: false);
        }

        _breakers.Enter(Key).ShouldBe(Open(15));
        _time.Advance(TimeSpan.FromSeconds(4));
        _breakers.Enter(Key).ShouldBe(Open(11));
        _breakers.Enter(Key with { Operation = "zendesk.add_comment" }).ShouldBe(Closed);
        _breakers.Enter(Key with { Connection = "desk-2" }).ShouldBe(Closed);
    }

    [Fact]
    public void ASuccessBetween_StartsTheCountAnew()
    {
        Fail(4);
        _breakers.Report(Key, success: true);
        Fail(4);
        _breakers.Enter(Key).ShouldBe(Closed);
    }

    [Fact]
    public void WhileOpen_OneProbeEachInterval()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(15));
        _breakers.Enter(Key).ShouldBe(Probe);
        _breakers.Enter(Key).ShouldBe(Open(15));
        _time.Advance(TimeSpan.FromSeconds(3));
        Fail(1);
        _breakers.Enter(Key).ShouldBe(Open(12));
        _time.Advance(TimeSpan.FromSeconds(12));
        _breakers.Enter(Key).ShouldBe(Probe);
    }

    [Fact]
    public void AProbeThatNeverReports_IsFollowedByAnother()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(15));
        _breakers.Enter(Key).ShouldBe(Probe);
        _time.Advance(TimeSpan.FromSeconds(15));
        _breakers.Enter(Key).ShouldBe(Probe);
    }

    [Fact]
    public void AProbeThatSucceeds_ClosesItWithACountOfNone()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(15));
        _breakers.Enter(Key).ShouldBe(Probe);
        _breakers.Report(Key, success: true);
        _breakers.Enter(Key).ShouldBe(Closed);
        Fail(4);
        _breakers.Enter(Key).ShouldBe(Closed);
    }

    private static BreakerState Open(int seconds) => new BreakerState.Open(TimeSpan.FromSeconds(seconds));

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _breakers.Report(Key, success: false);
        }
    }
}
