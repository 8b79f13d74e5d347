using Hub.Faults;
using Sandbox.Vendors;

namespace CrashMatrix;

/// <summary>What has to happen so that the hub passes a point.</summary>
internal enum Provocation
{
    /// <summary>The stories' load, with the vendors' usual faults.</summary>
    Load,

    /// <summary>The shop does not answer when it is asked for what a webhook has left out.</summary>
    FetchFails,

    /// <summary>A customer writes more, and faster, than may be written on a ticket.</summary>
    ManyComments,

    /// <summary>The vendors' answers get lost after the effect, and an agent answers before the hub knows of the ticket.</summary>
    EffectsUnknown,

    /// <summary>The hub was killed before, when the words of a chat were about to be written on their ticket.</summary>
    KilledBeforeCall,

    /// <summary>The hub was killed before, when they had been written and it did not know.</summary>
    KilledAfterCall,

    /// <summary>A route and a connection were paused, and go on.</summary>
    Resume,

    /// <summary>The shop has failed so long that entries are parked, and they are replayed.</summary>
    Replay,

    /// <summary>Contacts are changed in the CRM, whose webhooks are hints of it.</summary>
    Hints,

    /// <summary>The hub is started as after a restore, with everything held back.</summary>
    Hold,

    /// <summary>The shop stays away for longer than the hub goes on asking it.</summary>
    VendorAway,

    /// <summary>A CRM gives no new token when the last has run out.</summary>
    TokenFails,

    /// <summary>The hub is asked to end in order.</summary>
    End,
}

/// <summary>How a point is met.</summary>
/// <param name="Provocation">What it needs.</param>
/// <param name="Often">How often it is surely passed then.</param>
internal sealed record Meeting(Provocation Provocation, int Often = 1);

/// <summary>Which point is met how; those that are not named are met by the load, once at least.</summary>
internal static class Plan
{
    private static readonly IReadOnlyDictionary<FaultPoint, Meeting> Special = new Dictionary<FaultPoint, Meeting>
    {
        [FaultPoint.BeforeAppend] = new(Provocation.Load, 12),
        [FaultPoint.InAppend] = new(Provocation.Load, 12),
        [FaultPoint.AfterAppend] = new(Provocation.Load, 12),
        [FaultPoint.BeforeReadBegun] = new(Provocation.Load, 4),
        [FaultPoint.AfterReadBegun] = new(Provocation.Load, 4),
        [FaultPoint.BeforeRead] = new(Provocation.Load, 4),
        [FaultPoint.InRead] = new(Provocation.Load, 4),
        [FaultPoint.AfterRead] = new(Provocation.Load, 4),
        [FaultPoint.BeforeEventBegun] = new(Provocation.Load, 2),
        [FaultPoint.AfterEventBegun] = new(Provocation.Load, 2),
        [FaultPoint.BeforeFetch] = new(Provocation.Load, 3),
        [FaultPoint.AfterFetch] = new(Provocation.Load, 3),
        [FaultPoint.BeforeApply] = new(Provocation.Load, 4),
        [FaultPoint.BeforeStatus] = new(Provocation.Load, 5),
        [FaultPoint.InApply] = new(Provocation.Load, 12),
        [FaultPoint.AfterApply] = new(Provocation.Load, 4),
        [FaultPoint.BeforeEventPutOff] = new(Provocation.FetchFails, 2),
        [FaultPoint.AfterEventPutOff] = new(Provocation.FetchFails, 2),
        [FaultPoint.BeforeAwaited] = new(Provocation.EffectsUnknown),
        [FaultPoint.AfterAwaited] = new(Provocation.EffectsUnknown),
        [FaultPoint.BeforeLineDrained] = new(Provocation.Load, 2),
        [FaultPoint.AfterLineDrained] = new(Provocation.Load, 2),
        [FaultPoint.BeforeRecovery] = new(Provocation.KilledBeforeCall),
        [FaultPoint.InRecovery] = new(Provocation.KilledAfterCall),
        [FaultPoint.AfterRecovery] = new(Provocation.KilledAfterCall),
        [FaultPoint.BeforeLineAdvanced] = new(Provocation.KilledAfterCall),
        [FaultPoint.AfterLineAdvanced] = new(Provocation.KilledAfterCall),
        [FaultPoint.BeforeLineDelayed] = new(Provocation.EffectsUnknown),
        [FaultPoint.AfterLineDelayed] = new(Provocation.EffectsUnknown),
        [FaultPoint.BeforeFindBegun] = new(Provocation.KilledAfterCall),
        [FaultPoint.BeforeFind] = new(Provocation.KilledAfterCall),
        [FaultPoint.AfterFind] = new(Provocation.KilledAfterCall),
        [FaultPoint.AfterNotFound] = new(Provocation.KilledBeforeCall),
        [FaultPoint.BeforeAttempt] = new(Provocation.Load, 6),
        [FaultPoint.InAttempt] = new(Provocation.Load, 6),
        [FaultPoint.BeforeCall] = new(Provocation.Load, 6),
        [FaultPoint.AfterCall] = new(Provocation.Load, 6),
        [FaultPoint.BeforeOutcome] = new(Provocation.Load, 6),
        [FaultPoint.InOutcome] = new(Provocation.Load, 6),
        [FaultPoint.AfterOutcome] = new(Provocation.Load, 6),
        [FaultPoint.BeforeThrottled] = new(Provocation.ManyComments),
        [FaultPoint.AfterThrottled] = new(Provocation.ManyComments),
        [FaultPoint.BeforeResume] = new(Provocation.Resume, 2),
        [FaultPoint.AfterResumeBegun] = new(Provocation.Resume, 2),
        [FaultPoint.BeforeResumeStep] = new(Provocation.Resume, 2),
        [FaultPoint.AfterResumeStep] = new(Provocation.Resume, 2),
        [FaultPoint.BeforeReplay] = new(Provocation.Replay),
        [FaultPoint.AfterReplay] = new(Provocation.Replay),
        [FaultPoint.BeforeHintsAwaited] = new(Provocation.Hints),
        [FaultPoint.AfterHintsAwaited] = new(Provocation.Hints),
        [FaultPoint.BeforeHintsJoined] = new(Provocation.Hints),
        [FaultPoint.InHintsJoined] = new(Provocation.Hints),
        [FaultPoint.AfterHintsJoined] = new(Provocation.Hints),
        [FaultPoint.BeforeOrder] = new(Provocation.Resume, 2),
        [FaultPoint.AfterOrder] = new(Provocation.Resume, 2),
        [FaultPoint.BeforeHeld] = new(Provocation.Hold),
        [FaultPoint.AfterHeld] = new(Provocation.Hold),
        [FaultPoint.BeforeReconciled] = new(Provocation.Load, 2),
        [FaultPoint.AfterReconciled] = new(Provocation.Load, 2),
        [FaultPoint.BeforeUpkeep] = new(Provocation.Load, 4),
        [FaultPoint.AfterUpkeep] = new(Provocation.Load, 4),
        [FaultPoint.BeforeBreakerTold] = new(Provocation.VendorAway),
        [FaultPoint.AfterBreakerTold] = new(Provocation.VendorAway),
        [FaultPoint.BeforeTokenGivenUp] = new(Provocation.TokenFails),
        [FaultPoint.AfterTokenGivenUp] = new(Provocation.TokenFails),
        [FaultPoint.BeforeLeave] = new(Provocation.End),
        [FaultPoint.AfterLeave] = new(Provocation.End),
        [FaultPoint.BeforeClaim] = new(Provocation.Load, 6),
        [FaultPoint.AfterClaim] = new(Provocation.Load, 6),
        [FaultPoint.BeforeRelease] = new(Provocation.Load, 6),
        [FaultPoint.AfterRelease] = new(Provocation.Load, 6),
        [FaultPoint.BeforeBeat] = new(Provocation.Load, 2),
        [FaultPoint.AfterBeat] = new(Provocation.Load, 2),
    };

    // What no load of simulated vendors brings about: a failure inside the hub, more bodies than a read has room for, the files of messages, which no customer of the load sends. FaultPointTests ends the hub at those.
    private static readonly HashSet<FaultPoint> Elsewhere =
    [
        FaultPoint.BeforeFailureCounted, FaultPoint.AfterFailureCounted, FaultPoint.BeforeReadPutBack, FaultPoint.AfterReadPutBack, FaultPoint.BeforeMediaNamed, FaultPoint.BeforeMediaKept, FaultPoint.AfterMediaKept,
    ];

    private static readonly HashSet<FaultPoint> OfSeveralNodes =
        [FaultPoint.BeforeClaim, FaultPoint.AfterClaim, FaultPoint.BeforeRelease, FaultPoint.AfterRelease, FaultPoint.BeforeBeat, FaultPoint.AfterBeat, FaultPoint.BeforeLeave, FaultPoint.AfterLeave];

    /// <summary>The points that the matrix strikes.</summary>
    /// <param name="onPostgres">Whether the store is one that nodes share.</param>
    public static IReadOnlyList<FaultPoint> Points(bool onPostgres) =>
        [.. Enum.GetValues<FaultPoint>().Where(point => !Elsewhere.Contains(point) && (onPostgres || !OfSeveralNodes.Contains(point)))];

    /// <summary>How a point is met.</summary>
    public static Meeting Of(FaultPoint point) => Special.TryGetValue(point, out var meeting) ? meeting : new(Provocation.Load);

    /// <summary>The point and passing at which the hub is killed before, where that is what a point needs. The second call of a chat writes on the ticket that the first has opened.</summary>
    public static FaultPoint? Before(Provocation provocation) => provocation switch
    {
        Provocation.KilledBeforeCall => FaultPoint.BeforeCall,
        Provocation.KilledAfterCall => FaultPoint.AfterCall,
        _ => null,
    };

    /// <summary>The cells of one run, in scenes of which each is a hub with its vendors: some cells after one another on the same data, so that a crash also strikes what the last has left.</summary>
    /// <param name="arguments">What was asked for.</param>
    /// <param name="seed">What chance follows from.</param>
    public static IReadOnlyList<IReadOnlyList<Cell>> Scenes(MatrixArguments arguments, int seed)
    {
        var dice = new Dice(seed, "plan");
        List<Cell> points = [.. Points(arguments.OnPostgres).Where(point => arguments.Point is null || point == arguments.Point).SelectMany(point => Cells(point, arguments, dice))];
        List<Cell> moments = [.. Enumerable.Range(1, arguments.Moments).Select(n => new Cell.AtRandom(n))];
        List<Cell> shuffled = [.. Shuffled(points, dice)];
        List<Cell> replays = [.. shuffled.Where(cell => cell is Cell.AtPoint { Provocation: Provocation.Replay })];
        return [.. Grouped([.. shuffled.Except(replays)], arguments.TogetherAtPoints), .. replays.Chunk(arguments.Together), .. moments.Chunk(arguments.Together)];
    }

    // What must find the hub as it has prepared it comes first in its scene, when no other crash has left anything.
    private static IEnumerable<IReadOnlyList<Cell>> Grouped(List<Cell> cells, int together)
    {
        List<Cell> first = [.. cells.Where(cell => cell is Cell.AtPoint { Provocation: Provocation.KilledBeforeCall or Provocation.KilledAfterCall or Provocation.EffectsUnknown or Provocation.ManyComments })];
        List<Cell> others = [.. cells.Except(first)];
        var scenes = Math.Max(first.Count, (cells.Count + together - 1) / together);
        for (var n = 0; n < scenes; n++) yield return [.. first.Skip(n).Take(1), .. others.Where((_, index) => index % scenes == n)];
    }

    private static IEnumerable<Cell> Cells(FaultPoint point, MatrixArguments arguments, Dice dice)
    {
        var meeting = Of(point);
        if (arguments.Hits is { } asked) return [new Cell.AtPoint(point, asked, meeting.Provocation)];
        var later = 1 + dice.Below(meeting.Often);
        if (!arguments.IsWhole) return [new Cell.AtPoint(point, later, meeting.Provocation)];
        return meeting.Often == 1
            ? [new Cell.AtPoint(point, 1, meeting.Provocation)]
            : [new Cell.AtPoint(point, 1, meeting.Provocation), new Cell.AtPoint(point, 2 + dice.Below(meeting.Often - 1), meeting.Provocation)];
    }

    private static IEnumerable<Cell> Shuffled(List<Cell> cells, Dice dice)
    {
        while (cells.Count > 0)
        {
            var next = dice.Below(cells.Count);
            yield return cells[next];
            cells.RemoveAt(next);
        }
    }
}

/// <summary>One crash.</summary>
internal abstract record Cell
{
    private Cell()
    {
    }

    /// <summary>At a point.</summary>
    /// <param name="Point">The point.</param>
    /// <param name="Hits">At which passing of it.</param>
    /// <param name="Provocation">What has to happen so that the hub passes it.</param>
    public sealed record AtPoint(FaultPoint Point, int Hits, Provocation Provocation) : Cell
    {
        public override string ToString() => Point.ToString();
    }

    /// <summary>At a moment that follows from the seed.</summary>
    /// <param name="Number">Which.</param>
    public sealed record AtRandom(int Number) : Cell
    {
        public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"random moment {Number}");
    }
}
