using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What a route decided about an event.</summary>
internal sealed record Decision(Route Route, RouteOutcome Outcome, ProcessingMoment Moment, LinkRow? Link)
{
    /// <summary>What the routes decide about an event that have not run for it yet, or failed.</summary>
    public static IReadOnlyList<Decision> AllOf(EvaluationBorder border, Occasion occasion, Look look) =>
        [.. occasion.Routes.Where(route => !look.Ran.Any(run => run.Route == route.Id && run.Outcome != "failed")).Select(route => Of(border, occasion, look, route))];

    /// <summary>What a route decides about an event.</summary>
    public static Decision Of(EvaluationBorder border, Occasion occasion, Look look, Route route)
    {
        var moment = Moments.Processing(occasion, look, route);
        var outcome = AmbiguityOf(look, route) ?? border.Within(route, () => route.Evaluate(moment), failure => new RouteOutcome.Failed(failure));
        return new(route, outcome, moment, Moments.LinkOf(occasion, look, route));
    }

    // A record is not written to somebody who may be somebody else: a person decides first.
    private static RouteOutcome.Failed? AmbiguityOf(Look look, Route route) =>
        route.Find is FindBy.ByCustomer { OnMultiple: OnMultiple.Review } && look.FoundCustomers.TryGetValue(route.Id, out var found) && found.Count > 1
            ? new(new(route.File, "find", $"{found.Count} customers hold this phone or have held it: {string.Join(", ", found.Select(seen => seen.Row.Id))}.")) { Reason = "ambiguous" }
            : null;
}
