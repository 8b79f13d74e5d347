using Hub.Endpoints;

namespace Hub.Tests.Endpoints;

public sealed class BodyRoomTests
{
    [Fact]
    public void Shares_TakeWhatThereIsAndGiveItBack()
    {
        var room = new BodyRoom(100);
        using (var one = room.Open())
        {
            one.TryHold(60).ShouldBeTrue();
            using (var two = room.Open())
            {
                two.TryHold(41).ShouldBeFalse();
                two.TryHold(30).ShouldBeTrue();
                two.TryHold(40).ShouldBeTrue();
                room.Held.ShouldBe(100);
                one.TryHold(61).ShouldBeFalse();
            }

            one.TryHold(100).ShouldBeTrue();
        }

        room.Held.ShouldBe(0);
    }
}
