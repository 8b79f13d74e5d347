using Hub.Coordination;

namespace Hub.Tests.Coordination;

public class TurnsTests
{
    private readonly ManualTime time = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 30)]
    [InlineData(5_000, 1_000)]
    public async Task Transaction_IsFollowedByARestAsLong_OfASecondAtMost(int took, int rest)
    {
        var turn = new Turns(time).TakeAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(took));
                return Task.FromResult(7);
            },
            _ => true,
            CancellationToken.None);
        if (rest > 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(rest - 1));
            turn.IsCompleted.ShouldBeFalse();
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        (await turn).ShouldBe(7);
    }

    [Fact]
    public async Task LastTransaction_IsFollowedByNoRest()
    {
        (await new Turns(time).TakeAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(30));
                return Task.FromResult(7);
            },
            result => result != 7,
            CancellationToken.None)).ShouldBe(7);
    }
}
