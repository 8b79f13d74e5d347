using System.Text.Json.Serialization;
using Hub.Mappings;

namespace Hub.Pipeline;

/// <summary>What routes saw of the hub's state that the event itself and later ones change, kept so that their look can be explained afterwards.</summary>
/// <param name="Window">Until when the window was open.</param>
/// <param name="Links">What each <c>find</c> led to, by the link's name; null for none.</param>
internal sealed record SeenState(DateTimeOffset? Window, IReadOnlyDictionary<string, LinkedView?> Links)
{
    /// <summary>The state variables of each thread and customer that was seen, by its id; null where the files declare none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, VarValue>>? Vars { get; init; }

    /// <summary>What these routes saw; null where there is nothing to keep.</summary>
    /// <param name="decisions">The routes' looks.</param>
    /// <param name="files">The files.</param>
    public static SeenState? Of(IReadOnlyList<Decision> decisions, Snapshot files)
    {
        var links = new Dictionary<string, LinkedView?>(StringComparer.Ordinal);
        foreach (var decision in decisions)
        {
            if (decision.Route.Find is FindBy.ByLink find) links[find.Link.Name] = decision.Moment.Linked;
        }

        var window = decisions.Select(decision => decision.Moment.Thread?.WindowOpenUntil).FirstOrDefault(until => until is not null);
        var vars = files.State.Count == 0 ? null : VarsOf(decisions);
        return links.Count == 0 && window is null && vars is null ? null : new(window, links) { Vars = vars };
    }

    /// <summary>The variables of a thread or customer as they were seen; null where that is not kept.</summary>
    public IReadOnlyDictionary<string, VarValue>? VarsOf(string owner) => Vars?.GetValueOrDefault(owner);

    /// <summary>The moment as it was.</summary>
    public ProcessingMoment Restore(ProcessingMoment now, Route route) => now with
    {
        Thread = now.Thread is { } thread ? thread with { WindowOpenUntil = Window, Vars = VarsOf(thread.Id) is { } said ? new(said) : thread.Vars } : null,
        Customer = now.Customer is { } customer && VarsOf(customer.Id) is { } known ? customer with { Vars = new(known) } : now.Customer,
        Linked = route.Find is FindBy.ByLink find && Links.TryGetValue(find.Link.Name, out var linked) ? linked : now.Linked,
    };

    private static Dictionary<string, IReadOnlyDictionary<string, VarValue>>? VarsOf(IReadOnlyList<Decision> decisions)
    {
        var vars = new Dictionary<string, IReadOnlyDictionary<string, VarValue>>(StringComparer.Ordinal);
        foreach (var moment in decisions.Select(decision => decision.Moment))
        {
            if (moment.Thread is { } thread) vars[thread.Id] = thread.Vars.Values;
            if (moment.Customer is { } customer) vars[customer.Id] = customer.Vars.Values;
        }

        return vars.Count == 0 ? null : vars;
    }
}
