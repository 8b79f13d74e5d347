using Hub.Configuration;
using Hub.Endpoints;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary>The names that a running hub has, for a call with one that it has not.</summary>
internal static class KnownNames
{
    private const int MostNamed = 20;

    /// <summary>Sentences with a blank before them: the name that was probably meant, and those that there are; nothing where the hub does not say.</summary>
    /// <param name="client">The running hub.</param>
    /// <param name="kinds">What the name may be of: <c>route</c>, <c>connection</c>.</param>
    /// <param name="name">The name that is none.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task<string> AdviceAsync(AdminClient client, string[] kinds, string name, CancellationToken cancel)
    {
        try
        {
            return await NamesAsync(client, kinds, name, cancel);
        }
        catch (HubCallException failed) when (failed.IsUnknown)
        {
            // A hub that has no such lists, or no mapping files in force.
            return "";
        }
    }

    // Which names there are, and which of them was probably meant.
    private static async Task<string> NamesAsync(AdminClient client, string[] kinds, string name, CancellationToken cancel)
    {
        var connections = kinds.Contains("connection") ? await client.GetAsync("connections", AdminJson.Default.IReadOnlyListConnectionEntry, cancel) : [];
        var routes = kinds.Contains("route") ? (await client.GetAsync("mappings/active", AdminJson.Default.SnapshotText, cancel)).Files.Where(file => file.File.EndsWith(MappingFolder.Extension, StringComparison.Ordinal))
            .SelectMany(file => FileReader.Read(new(file.File, file.Text)).Routes).Select(route => route.Id.Text).ToList() : [];
        var ofConnector = connections.Where(connection => connection.Connector.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(connection => connection.Name).ToList();
        var meant = ofConnector.Count > 0 ? string.Join(" or ", ofConnector) : Nearest.To(name, [.. routes, .. connections.Select(connection => connection.Name)]);
        return (meant is null ? "" : $" Did you mean {meant}?") + Listed("connections", [.. connections.Select(connection => connection.Name)]) + Listed("routes", routes);
    }

    private static string Listed(string what, IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" Its {what} are {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? ", …" : "")}.";
}
