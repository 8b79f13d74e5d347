using Hub.Configuration;
using Hub.Connectors;
using Hub.Endpoints;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary>
/// The connections that mapping files are checked against: those of a running hub, else those of the settings. Where there are none, each connector has those that the
/// files name, or one of its own name, so that files can be checked on a machine without any configuration.
/// </summary>
internal static class KnownConnections
{
    /// <summary>Those of the settings, of which only name and connector are looked at.</summary>
    public static IReadOnlyList<(string Name, IConnector Connector)> Configured(IConfiguration settings, IReadOnlyList<IConnector> connectors) =>
        Known(settings.GetSection("Connections").GetChildren().Select(section => (section.Key, section["Connector"])), connectors);

    /// <summary>Those of a running hub.</summary>
    public static IReadOnlyList<(string Name, IConnector Connector)> Of(IReadOnlyList<ConnectionEntry> running, IReadOnlyList<IConnector> connectors) =>
        Known(running.Select(entry => (entry.Name, (string?)entry.Connector)), connectors);

    /// <summary>Those that the files of a folder name by <c>connection</c>, <c>via</c> and the lists in <c>templates</c>; of a connector whose connections nothing names, one of its own name.</summary>
    public static IReadOnlyList<(string Name, IConnector Connector)> Assumed(string folder, IReadOnlyList<IConnector> connectors, CancellationToken cancel)
    {
        var files = MappingFolder.ReadSources(folder, cancel).Sources.Where(source => source.File.EndsWith(MappingFolder.Extension, StringComparison.Ordinal));
        var named = files.SelectMany(file => FileReader.Read(file).Routes).SelectMany(NamesIn)
            .Concat(from file in KnownTemplates.FilesIn(folder) from connector in connectors where connector is IMessagingConnector && connectors.All(other => other.Name != file) select (Connector: connector.Name, Name: file))
            .Where(pair => ConnectionReader.IsName(pair.Name))
            .Distinct().ToLookup(pair => pair.Connector, pair => pair.Name, StringComparer.Ordinal);
        return [.. connectors.SelectMany(connector => named[connector.Name].DefaultIfEmpty(connector.Name).Select(name => (Name: name, Connector: connector)))];
    }

    /// <summary>What is said of names that were taken as the files have them; null where there is none.</summary>
    public static string? Notice(IReadOnlyList<(string Name, IConnector Connector)> assumed)
    {
        var names = assumed.Where(pair => pair.Name != pair.Connector.Name).Select(pair => pair.Name).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? null
            : $"The names of connections are not checked, since none is configured here: {string.Join(", ", names)}. Call it in the folder with the hub's settings, or name a running hub by {HubCall.Url}.";
    }

    private static List<(string Name, IConnector Connector)> Known(IEnumerable<(string Name, string? Connector)> named, IReadOnlyList<IConnector> connectors) =>
        [.. from pair in named
            let connector = connectors.FirstOrDefault(connector => connector.Name.Equals(pair.Connector, StringComparison.OrdinalIgnoreCase))
            where connector is not null
            select (pair.Name, connector)];

    private static IEnumerable<(string Connector, string Name)> NamesIn(RouteSource route)
    {
        var pairs = route.Read.Select(read => (What: read.Query, Name: read.Via)).Append((What: route.Do!, Name: route.Via)).Concat(route.On.Take(1).Select(on => (What: on, Name: route.Connection)));
        return from pair in pairs where pair is { What: not null, Name: not null } select (pair.What.Text.Split('.')[0], pair.Name.Text);
    }
}
