namespace Hub.Mappings;

/// <summary>The routes that run on one event type, arranged by the fields that decide whether they can take an event: of a thousand that differ by a field, those are asked that want what it holds.</summary>
internal sealed class RouteIndex
{
    private readonly int[] always;
    private readonly List<(Distinction Field, int[] All, Dictionary<string, int[]> ByText)> fields;

    /// <summary>Arranges routes.</summary>
    /// <param name="routes">The routes, in their order.</param>
    public RouteIndex(IReadOnlyList<Route> routes)
    {
        Routes = routes;
        var places = routes.Select((route, place) => (route.Distinction, Place: place)).ToList();
        always = [.. places.Where(route => route.Distinction is null).Select(route => route.Place)];
        fields =
        [
            .. places.Where(route => route.Distinction is not null).GroupBy(route => route.Distinction!.Path, StringComparer.Ordinal).Select(field => (
                field.First().Distinction!,
                field.Select(route => route.Place).ToArray(),
                field.GroupBy(route => route.Distinction!.Text, StringComparer.Ordinal).ToDictionary(text => text.Key, text => text.Select(route => route.Place).ToArray(), StringComparer.Ordinal))),
        ];
    }

    /// <summary>All of them, in their order.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>Those that may take an event, in their order. Whoever is left out would not match, and not fail.</summary>
    /// <param name="data">The event's record.</param>
    public IReadOnlyList<Route> WhichMayTake(object data)
    {
        if (fields.Count == 0) return Routes;
        List<int> places = [.. always];
        foreach (var (field, all, byText) in fields) places.AddRange(field.Read(data) is { } text ? byText.GetValueOrDefault(text, []) : all);
        places.Sort();
        return places.ConvertAll(place => Routes[place]);
    }
}
