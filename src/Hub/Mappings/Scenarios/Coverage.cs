using Hub.BuiltIn;

namespace Hub.Mappings.Scenarios;

/// <summary>A branch that no scenario reaches.</summary>
/// <param name="File">The mapping file.</param>
/// <param name="Line">The line of the route's id.</param>
/// <param name="Route">The route's id.</param>
/// <param name="Branch">Which, as a sentence without its end: <c>if is never false</c>.</param>
internal sealed record UnreachedBranch(string File, int Line, string Route, string Branch);

/// <summary>What scenarios reach of a folder's routes.</summary>
/// <param name="Branches">How many branches there are.</param>
/// <param name="Reached">How many were reached.</param>
/// <param name="NotReached">The others; of a route that nothing reaches only that.</param>
internal sealed record CoverageReport(int Branches, int Reached, IReadOnlyList<UnreachedBranch> NotReached);

/// <summary>Gathers the branches that scenarios reach.</summary>
internal sealed class Coverage : ScenarioWatch
{
    private readonly HashSet<(string Route, RouteBranch Branch)> reached = [];

    /// <inheritdoc/>
    public override void Looked(Route route, ProcessingMoment moment, RouteOutcome outcome)
    {
        reached.Add((route.Id, RouteBranch.Looks));
        foreach (var holds in route.Conditions(moment).OfType<bool>()) reached.Add((route.Id, RouteBranch.If(holds)));
        if (outcome is not RouteOutcome.Failed) reached.Add((route.Id, RouteBranch.ReleaseIf(ReleasedBy(outcome) is not null)));
        if (moment.Followed is { } followed) reached.Add((route.Id, RouteBranch.After(followed.RouteId, followed.Outcome)));
    }

    /// <inheritdoc/>
    public override void Prepared(CommandDraft command, DeliveryOutcome outcome)
    {
        if (outcome is not (DeliveryOutcome.ReadFailed or DeliveryOutcome.Failed)) reached.Add((command.RouteId, RouteBranch.When(outcome is not DeliveryOutcome.NotWanted)));
    }

    /// <inheritdoc/>
    public override void Kept(CommandDraft command) => reached.Add((command.RouteId, RouteBranch.OutsideWindow));

    /// <inheritdoc/>
    public override void Held(CommandDraft command, string verdict)
    {
        if (verdict == RefuseReason.Capped) reached.Add((command.RouteId, RouteBranch.Limit));
        if (verdict == RefuseReason.OutOfHours) reached.Add((command.RouteId, RouteBranch.Hours));
    }

    /// <inheritdoc/>
    public override void Ended(CommandDraft command, string state, string? reason)
    {
        if (reason == RefuseReason.Capped) reached.Add((command.RouteId, RouteBranch.Limit));
    }

    /// <summary>What was reached of these routes, and what was not.</summary>
    public CoverageReport Of(IReadOnlyList<Route> routes)
    {
        var all = routes.SelectMany(route => route.Branches.Select(branch => (Route: route, Branch: branch))).ToList();
        var missing = all.FindAll(pair => !reached.Contains((pair.Route.Id, pair.Branch)));
        var untouched = missing.Where(pair => pair.Branch == RouteBranch.Looks).Select(pair => pair.Route.Id).ToHashSet(StringComparer.Ordinal);
        return new(
            all.Count,
            all.Count - missing.Count,
            [.. missing.Where(pair => pair.Branch == RouteBranch.Looks || !untouched.Contains(pair.Route.Id)).Select(pair => new UnreachedBranch(pair.Route.File, pair.Route.Line, pair.Route.Id, pair.Branch.Never))]);
    }

    private static string? ReleasedBy(RouteOutcome outcome) => outcome switch
    {
        RouteOutcome.Matched matched => matched.ReleasedSlot,
        RouteOutcome.NotMatched passed => passed.ReleasedSlot,
        _ => null,
    };
}
