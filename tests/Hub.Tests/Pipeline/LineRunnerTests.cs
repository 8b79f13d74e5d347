using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class LineRunnerTests
{
    [Fact]
    public void AllLanesFull_ShareByWeight()
    {
        var shared = LineRunner.Share([.. Enum.GetValues<Lane>().Select(lane => Ready(lane, 100))], 58, new int[4]);
        shared.CountBy(line => line.Lane).ToDictionary().ShouldBe(new Dictionary<Lane, int>
        {
            [Lane.Interactive] = 32, [Lane.Template] = 16, [Lane.Sync] = 8, [Lane.Backfill] = 2,
        }, ignoreOrder: true);
    }

    [Fact]
    public void OneLaneOnly_TakesAllPlaces() => LineRunner.Share([[], [], [], Ready(Lane.Backfill, 100)], 64, new int[4]).Count.ShouldBe(64);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void FewPlaces_AreNeverExceededAndGoToTheHighestLanes(int free)
    {
        var shared = LineRunner.Share([.. Enum.GetValues<Lane>().Select(lane => Ready(lane, 5))], free, new int[4]);
        shared.Count.ShouldBe(free);
        shared[0].Lane.ShouldBe(Lane.Interactive);
    }

    [Fact]
    public void OnePlaceAtATime_IsSharedByWeightToo()
    {
        var credits = new int[4];
        var lanes = Enumerable.Range(0, 58).Select(_ => LineRunner.Share([.. Enum.GetValues<Lane>().Select(lane => Ready(lane, 100))], 1, credits)[0].Lane).ToList();
        lanes.CountBy(lane => lane).ToDictionary().ShouldBe(new Dictionary<Lane, int>
        {
            [Lane.Interactive] = 32, [Lane.Template] = 16, [Lane.Sync] = 8, [Lane.Backfill] = 2,
        }, ignoreOrder: true);
    }

    private static List<ReadyLine> Ready(Lane lane, int count) => [.. Enumerable.Range(0, count).Select(i => new ReadyLine($"{lane}/{i}", lane))];
}
