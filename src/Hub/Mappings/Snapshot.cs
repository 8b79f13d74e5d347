using Hub.Calendars;
using Hub.Customers;

namespace Hub.Mappings;

/// <summary>All mapping files of one moment, compiled: immutable, so that a reload changes nothing that is under way.</summary>
internal sealed class Snapshot
{
    private readonly Dictionary<string, RouteIndex> byEvent;
    private readonly Dictionary<string, IReadOnlyList<Route>> byFollowed;
    private readonly Dictionary<string, Route> byId;

    public Snapshot(IReadOnlyList<MappingSource> sources, IReadOnlyList<Route> routes, IReadOnlyDictionary<string, LinkDeclaration> links)
    {
        Sources = sources;
        Routes = routes;
        Links = links;
        Hash = MappingSource.HashOf(sources);
        byId = routes.ToDictionary(route => route.Id, StringComparer.Ordinal);
        byEvent = Grouped(routes, route => (route.Trigger as RouteTrigger.OnEvents)?.Types ?? []).ToDictionary(pair => pair.Key, pair => new RouteIndex(pair.Value), StringComparer.Ordinal);
        byFollowed = Grouped(routes, route => route.Trigger is RouteTrigger.AfterRoute after ? [after.Id] : []);
    }

    /// <summary>A hash of the sources, the same on every machine: 32 hex digits.</summary>
    public string Hash { get; }

    /// <summary>The files, by name.</summary>
    public IReadOnlyList<MappingSource> Sources { get; }

    /// <summary>All routes, in the order of the files and within them.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>The declared links by name.</summary>
    public IReadOnlyDictionary<string, LinkDeclaration> Links { get; }

    /// <summary>The declared state variables by name.</summary>
    public IReadOnlyDictionary<string, StateDeclaration> State { get; init; } = new Dictionary<string, StateDeclaration>();

    /// <summary>The calendars by name: the configured ones, and those beside the files.</summary>
    public IReadOnlyDictionary<string, Calendar> Calendars { get; init; } = new Dictionary<string, Calendar>();

    /// <summary>The words by which people state their will in the chat, by the connection's name, where they are not the standard ones.</summary>
    public IReadOnlyDictionary<string, ConsentWords> Words { get; init; } = new Dictionary<string, ConsentWords>();

    /// <summary>The words by which people state their will in the chat of a connection.</summary>
    public ConsentWords WordsOf(string connection) => Words.GetValueOrDefault(connection, ConsentWords.Standard);

    /// <summary>The event types that some route runs on.</summary>
    public IEnumerable<string> EventTypes => byEvent.Keys;

    /// <summary>The routes that run on an event type, in order; whether each takes the event's connection says its <see cref="RouteTrigger.OnEvents"/>.</summary>
    public IReadOnlyList<Route> On(string eventType) => byEvent.GetValueOrDefault(eventType)?.Routes ?? [];

    /// <summary>Those of them that may match an event or fail; the others need not be asked.</summary>
    /// <param name="eventType">The event's type.</param>
    /// <param name="data">The event's record.</param>
    public IReadOnlyList<Route> On(string eventType, object data) => byEvent.GetValueOrDefault(eventType)?.WhichMayTake(data) ?? [];

    /// <summary>The routes that follow a route, in order; which outcomes they wait for says their <see cref="RouteTrigger.AfterRoute"/>.</summary>
    public IReadOnlyList<Route> After(string routeId) => byFollowed.GetValueOrDefault(routeId) ?? [];

    /// <summary>The route of that id, or null.</summary>
    public Route? Find(string routeId) => byId.GetValueOrDefault(routeId);

    private static Dictionary<string, IReadOnlyList<Route>> Grouped(IReadOnlyList<Route> routes, Func<Route, IEnumerable<string>> keys) => routes
        .SelectMany(route => keys(route).Distinct(StringComparer.Ordinal).Select(key => (key, route)))
        .GroupBy(pair => pair.key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<Route>)[.. group.Select(pair => pair.route)], StringComparer.Ordinal);
}
