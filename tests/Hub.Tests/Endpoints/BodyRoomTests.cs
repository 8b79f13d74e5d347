using Hub.Endpoints;

namespace Hub.Tests.Endpoints;

public sealed class BodyRoomTests
{
    [Fact]
    public void Shares_TakeWhatThereIsAndGiveItBack()
    {
        var room = new BodyRoom(100);
        using (var one = room.Open("wa"))
        {
            one.TryHold(40).ShouldBeTrue();
            using (var two = room.Open("shop"))
            using (var three = room.Open("desk"))
            {
                two.TryHold(50).ShouldBeTrue();
                three.TryHold(11).ShouldBeFalse();
                three.TryHold(5).ShouldBeTrue();
                three.TryHold(10).ShouldBeTrue();
                room.Held.ShouldBe(100);
                one.TryHold(41).ShouldBeFalse();
            }

            one.TryHold(50).ShouldBeTrue();
        }

        room.Held.ShouldBe(0);
    }

    [Fact]
    public void Connection_HasHalfOfItAtMost_SoThatAFloodOfForgeriesLeavesTheOthersTheirs()
    {
        var room = new BodyRoom(100);
        using var one = room.Open("wa");
        using var two = room.Open("wa");
        one.TryHold(30).ShouldBeTrue();
        two.TryHold(21).ShouldBeFalse();
        two.TryHold(20).ShouldBeTrue();
        using var other = room.Open("shop");
        other.TryHold(50).ShouldBeTrue();
    }
}
