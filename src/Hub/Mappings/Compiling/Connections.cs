using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>What the configured connections can do, by name.</summary>
internal sealed class Connections(IReadOnlyList<(string Name, IConnector Connector)> configured)
{
    private readonly Dictionary<string, EventType> events = ByName(configured, connector => connector.Events, type => type.Name);
    private readonly Dictionary<string, IAction> actions = ByName(configured, connector => connector.Actions, action => action.Name);
    private readonly Dictionary<string, IQuery> queries = ByName(configured, connector => connector.Queries, query => query.Name);

    /// <summary>The objects that links may join.</summary>
    public IReadOnlyList<string> Objects { get; } = [.. configured.SelectMany(pair => pair.Connector.Objects).Distinct(StringComparer.Ordinal)];

    /// <summary>All event types, in the order of the connectors.</summary>
    public IReadOnlyCollection<EventType> Events => events.Values;

    /// <summary>All actions, in the order of the connectors.</summary>
    public IReadOnlyCollection<IAction> Actions => actions.Values;

    /// <summary>All queries, in the order of the connectors.</summary>
    public IReadOnlyCollection<IQuery> Queries => queries.Values;

    public EventType? Event(YamlScalar name, Problems problems) => Find(events, name, "event", problems);

    public IAction? Action(YamlScalar name, Problems problems) => Find(actions, name, "action", problems);

    public IQuery? Query(YamlScalar name, Problems problems) => Find(queries, name, "query", problems);

    /// <summary>The action of the same connector that sends templates; null where it has none.</summary>
    public IMessageAction? TemplateSendBeside(IAction action) =>
        actions.Values.OfType<IMessageAction>().FirstOrDefault(other => IsTemplateSend(other) && ConnectorOf(other.Name) == ConnectorOf(action.Name));

    /// <summary>Whether an action sends templates: messages in the template lane.</summary>
    public static bool IsTemplateSend(IAction action) => action is IMessageAction && action.Lane == Lane.Template;

    /// <summary>The connection that carries out what is named <c>connector.something</c>; null where none is meant clearly, which the problems then say.</summary>
    public string? Serving(string what, YamlScalar? named, string key, YamlNode at, Problems problems)
    {
        var connector = ConnectorOf(what);
        var serving = configured.Where(pair => pair.Connector.Name == connector).Select(pair => pair.Name).ToList();
        if (named is not null && serving.Contains(named.Text, StringComparer.Ordinal)) return named.Text;
        if (named is not null)
        {
            problems.Add(named, $"{named.Text} is no connection of {connector}.{Suggestion.For(named.Text, serving)} Its connections are {string.Join(", ", serving)}.");
        }
        else if (serving is [var only])
        {
            return only;
        }
        else
        {
            problems.Add(at, $"Several connections could serve {what}: {string.Join(", ", serving)}. Name one by {key}.");
        }

        return null;
    }

    private static string ConnectorOf(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)];

    private static Dictionary<string, T> ByName<T>(IReadOnlyList<(string Name, IConnector Connector)> connections, Func<IConnector, IReadOnlyList<T>> parts, Func<T, string> name)
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var part in connections.SelectMany(pair => parts(pair.Connector))) byName.TryAdd(name(part), part);
        return byName;
    }

    private T? Find<T>(Dictionary<string, T> known, YamlScalar name, string kind, Problems problems)
        where T : class
    {
        if (known.TryGetValue(name.Text, out var found)) return found;
        problems.Add(name, Several(name.Text, known.Keys, kind) ?? WithoutConnection(name.Text, known.Keys) ?? $"No configured connection has the {kind} {name.Text}.{Advice(name.Text, known.Keys, kind)}");
        return null;
    }

    // Several names in one text, or a pattern for them.
    private static string? Several(string name, IReadOnlyCollection<string> known, string kind)
    {
        if (kind != "event") return null;
        var names = name.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 1 && name.Contains(',', StringComparison.Ordinal)) return $"{name} is one text, and several events are a list. Write [{string.Join(", ", names)}].";
        if (name.IndexOf('*', StringComparison.Ordinal) is not (var star and >= 0)) return null;
        var meant = known.Where(candidate => candidate.StartsWith(name[..star], StringComparison.Ordinal)).ToList();
        return meant.Count == 0 ? "There are no wildcards. Write the events one by one." : $"There are no wildcards. Write those of [{string.Join(", ", meant)}] that are meant.";
    }

    // A name of a connector of which no connection is configured is no slip of the pen.
    private string? WithoutConnection(string name, IReadOnlyCollection<string> known)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var connectors = configured.Select(pair => pair.Connector.Name).Distinct(StringComparer.Ordinal).ToList();
        if (dot <= 0 || name.Contains('/', StringComparison.Ordinal) || Suggestion.Nearest(name[..dot], connectors) is not null) return null;
        if (Suggestion.Nearest(name, known.Select(other => other[(ConnectorOf(other).Length + 1)..])) is not null) return null;
        var named = configured.Select(pair => pair.Name == pair.Connector.Name ? pair.Name : $"{pair.Name} (of {pair.Connector.Name})");
        return $"There is no {name[..dot]} connection; configured are {string.Join(", ", named)}. Add one under Connections in the settings, where the hub knows that vendor.";
    }

    private string Advice(string name, IReadOnlyCollection<string> known, string kind)
    {
        foreach (var (other, place, names) in new (string, string, IReadOnlyCollection<string>)[] { ("an event", "on", events.Keys), ("an action", "do", actions.Keys), ("a query", "read", queries.Keys) })
        {
            if (names.Contains(name, StringComparer.Ordinal)) return $" It is {other}, for {place}.";
        }

        if (kind == "action" && NearNames.ForMessages(name, actions.Values) is { Length: > 0 } messages) return messages;
        // A vendor writes orders/paid for what is order.paid here.
        var near = NearNames.Advice(name, known) is { Length: > 0 } likely ? likely : Suggestion.For(string.Join('.', name.Replace('/', '.').Split('.').Select(word => word.TrimEnd('s'))), known);
        if (near.Length > 0) return near;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var ofConnector = dot < 0 ? [] : known.Where(candidate => candidate.StartsWith(name[..(dot + 1)], StringComparison.Ordinal)).ToList();
        return ofConnector.Count > 0
            ? $" {name[..dot]} has {string.Join(", ", ofConnector)}."
            : $" A name begins with the connector, and {(kind == "event" ? "events" : kind == "action" ? "actions" : "queries")} come from {string.Join(", ", known.Select(ConnectorOf).Distinct(StringComparer.Ordinal))}.";
    }
}
