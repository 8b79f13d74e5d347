using Hub.Mappings;

namespace Hub.Pipeline;

/// <summary>What routes saw of the hub's state that the event itself and later ones change, kept so that their look can be explained afterwards.</summary>
/// <param name="Window">Until when the window was open.</param>
/// <param name="Links">What each <c>find</c> led to, by the link's name; null for none.</param>
internal sealed record SeenState(DateTimeOffset? Window, IReadOnlyDictionary<string, LinkedView?> Links)
{
    /// <summary>What these routes saw; null where there is nothing to keep.</summary>
    public static SeenState? Of(IReadOnlyList<Decision> decisions)
    {
        var links = new Dictionary<string, LinkedView?>(StringComparer.Ordinal);
        foreach (var decision in decisions)
        {
            if (decision.Route.Find is FindBy.ByLink find) links[find.Link.Name] = decision.Moment.Linked;
        }

        var window = decisions.Select(decision => decision.Moment.Thread?.WindowOpenUntil).FirstOrDefault(until => until is not null);
        return links.Count == 0 && window is null ? null : new(window, links);
    }

    /// <summary>The moment as it was.</summary>
    public ProcessingMoment Restore(ProcessingMoment now, Route route) => now with
    {
        Thread = now.Thread is { } thread ? thread with { WindowOpenUntil = Window } : null,
        Linked = route.Find is FindBy.ByLink find && Links.TryGetValue(find.Link.Name, out var linked) ? linked : now.Linked,
    };
}
