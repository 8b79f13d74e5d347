using System.Text;
using Hub.Connectors;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary>
/// The message templates that mapping files are checked against without a running hub: those of the folder <c>templates</c> beside the files, where each file is
/// an answer of the vendor's own list, called after its connection or its connector.
/// </summary>
internal static class KnownTemplates
{
    /// <summary>The folder within that of the mapping files.</summary>
    public const string Folder = "templates";

    private const string Extension = ".json";

    /// <summary>The names of the lists in a folder of mapping files, without their ending.</summary>
    public static IEnumerable<string> FilesIn(string folder) => Paths(folder).Select(NameOf);

    /// <summary>What is said where routes send templates that nobody could look at; null where none does.</summary>
    /// <param name="loaded">What came of loading the files.</param>
    /// <param name="folder">Their folder.</param>
    public static string? Notice(LoadResult loaded, string folder) => loaded.Unchecked.Count == 0 ? null
        : $"Templates are not checked: keep the vendor's list of them in {Path.Combine(folder, Folder, loaded.Unchecked[0] + Extension)}, or name a running hub by {HubCall.Url}.";

    /// <summary>Adds the templates of a folder's lists to an environment.</summary>
    /// <returns>The environment, and what is wrong with the lists.</returns>
    public static (MappingEnvironment Environment, IReadOnlyList<MappingError> Errors) OfFiles(MappingEnvironment environment, string folder)
    {
        var errors = new List<MappingError>();
        var templates = new Dictionary<string, IReadOnlyList<MessageTemplate>>(StringComparer.Ordinal);
        var carriers = environment.Connections.Where(pair => pair.Connector is IMessagingConnector).ToList();

        // A connection's own file goes before that of its connector.
        foreach (var file in Paths(folder).OrderBy(file => carriers.Any(pair => pair.Name == NameOf(file)) ? 0 : 1).ThenBy(file => file, StringComparer.Ordinal))
        {
            var shown = MappingFolder.NameWithin(folder, file);
            var of = carriers.FindAll(pair => pair.Name == NameOf(file) || pair.Connector.Name == NameOf(file));
            if (of.Count == 0) errors.Add(new(shown, 0, 0, $"No connection that sends messages is called {NameOf(file)}. Name the file after one: {string.Join(", ", carriers.Select(pair => pair.Name + Extension))}."));
            else if (MappingFolder.Read(file, out var text) is { } wrong) errors.Add(new(shown, 0, 0, wrong));
            else if (((IMessagingConnector)of[0].Connector).ReadTemplates(Encoding.UTF8.GetBytes(text)) is not { } list) errors.Add(new(shown, 0, 0, $"This is no list of templates as {of[0].Connector.Name} answers it. Keep its answer here as it came."));
            else foreach (var (name, _) in of) templates.TryAdd(name, list);
        }

        return (environment with { Templates = templates }, errors);
    }

    private static IEnumerable<string> Paths(string folder) => Path.Combine(folder, Folder) is var path && Directory.Exists(path) ? Directory.EnumerateFiles(path, $"*{Extension}") : [];

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
