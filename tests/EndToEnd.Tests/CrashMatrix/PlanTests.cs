using CrashMatrix;
using Hub.Faults;

namespace EndToEnd.Tests.CrashMatrix;

public sealed class PlanTests
{
    [Fact]
    public void ShortForm_MeetsEveryPointOnceAndFifteenRandomMoments()
    {
        var cells = Plan.Scenes(new(), 1).SelectMany(scene => scene).ToList();
        cells.OfType<Cell.AtPoint>().Select(cell => cell.Point).ShouldBe(Plan.Points(onPostgres: false), ignoreOrder: true);
        cells.OfType<Cell.AtRandom>().Count().ShouldBe(15);
        cells.OfType<Cell.AtPoint>().ShouldAllBe(cell => cell.Hits >= 1 && cell.Hits <= Plan.Of(cell.Point).Often);
    }

    [Fact]
    public void WholeForm_MeetsEveryPointAtItsFirstPassingAndTheOftenPassedAtALaterOne()
    {
        var cells = Plan.Scenes(new() { IsWhole = true, Moments = 200 }, 1).SelectMany(scene => scene).ToList();
        cells.OfType<Cell.AtPoint>().Where(cell => cell.Hits == 1).Select(cell => cell.Point).ShouldBe(Plan.Points(onPostgres: false), ignoreOrder: true);
        cells.OfType<Cell.AtPoint>().Where(cell => cell.Hits > 1).Select(cell => cell.Point).ShouldBe(Plan.Points(onPostgres: false).Where(point => Plan.Of(point).Often > 1), ignoreOrder: true);
        cells.OfType<Cell.AtRandom>().Count().ShouldBe(200);
    }

    [Fact]
    public void PointsOfSeveralNodes_AreMetOnPostgresOnly()
    {
        var cells = Plan.Scenes(new() { OnPostgres = true }, 1).SelectMany(scene => scene).OfType<Cell.AtPoint>().Select(cell => cell.Point).ToList();
        cells.ShouldContain(FaultPoint.BeforeClaim);
        cells.Except(Plan.Points(onPostgres: false)).ShouldBe(
            [FaultPoint.BeforeClaim, FaultPoint.AfterClaim, FaultPoint.BeforeRelease, FaultPoint.AfterRelease, FaultPoint.BeforeBeat, FaultPoint.AfterBeat, FaultPoint.BeforeLeave, FaultPoint.AfterLeave], ignoreOrder: true);
    }

    [Fact]
    public void SameSeed_GivesTheSamePlan()
    {
        static string Told(int seed) => string.Join('\n', Plan.Scenes(new(), seed).Select(scene => string.Join(' ', scene.Select(cell => $"{cell} {(cell as Cell.AtPoint)?.Hits}"))));
        Told(5).ShouldBe(Told(5));
        Told(5).ShouldNotBe(Told(6));
    }

    // One scene has the hub try only twice, so that entries are parked: other crashes would be judged wrongly in it.
    [Fact]
    public void Replay_HasAHubOfItsOwn() =>
        Plan.Scenes(new(), 1).Where(scene => scene.Any(IsReplay)).ShouldAllBe(scene => scene.All(IsReplay));

    private static bool IsReplay(Cell cell) => cell is Cell.AtPoint { Provocation: Provocation.Replay };
}
