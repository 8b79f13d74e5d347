using System.CommandLine;
using System.Text;
using Hub.Connectors;
using Hub.Endpoints;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary>
/// The message templates that <c>lint</c> and <c>test</c> check against: those of a running hub where <c>--url</c> names one, else those of the folder
/// <c>templates</c> beside the mapping files, where each file is an answer of the vendor's own list, called after its connection or its connector.
/// </summary>
internal static class KnownTemplates
{
    /// <summary>The folder within that of the mapping files.</summary>
    public const string Folder = "templates";

    private const string Extension = ".json";

    /// <summary>Adds <c>--url</c>, <c>--key-file</c> and <c>--json</c> to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="hub">The running hub.</param>
    /// <returns>What adds the templates to an environment, and tells what is wrong with their files.</returns>
    public static Func<ParseResult, MappingEnvironment, string, CancellationToken, Task<(MappingEnvironment Environment, IReadOnlyList<MappingError> Errors)>> AddTo(Verb verb, HubCall hub)
    {
        var ask = hub.AddTo(verb);
        return async (call, environment, folder, cancel) =>
        {
            if (call.GetValue<string?>(HubCall.Url) is null) return OfFiles(environment, folder);
            IReadOnlyList<ConnectionTemplates> lists = [];
            await ask(call, async client =>
            {
                lists = await client.GetAsync("templates", AdminJson.Default.IReadOnlyListConnectionTemplates, cancel);
                return ExitCode.Fine;
            });
            return (environment with { Templates = Of(environment, lists) }, []);
        };
    }

    /// <summary>What is said where routes send templates that nobody could look at; null where none does.</summary>
    /// <param name="loaded">What came of loading the files.</param>
    /// <param name="folder">Their folder.</param>
    public static string? Notice(LoadResult loaded, string folder) => loaded.Unchecked.Count == 0 ? null
        : $"Templates are not checked: keep the vendor's list of them in {Path.Combine(folder, Folder, loaded.Unchecked[0] + Extension)}, or name a running hub by {HubCall.Url}.";

    private static (MappingEnvironment Environment, IReadOnlyList<MappingError> Errors) OfFiles(MappingEnvironment environment, string folder)
    {
        var path = Path.Combine(folder, Folder);
        if (!Directory.Exists(path)) return (environment, []);
        var errors = new List<MappingError>();
        var templates = new Dictionary<string, IReadOnlyList<MessageTemplate>>(StringComparer.Ordinal);
        var carriers = environment.Connections.Where(pair => pair.Connector is IMessagingConnector).ToList();

        // A connection's own file goes before that of its connector.
        foreach (var file in Directory.EnumerateFiles(path, $"*{Extension}").OrderBy(file => carriers.Any(pair => pair.Name == NameOf(file)) ? 0 : 1).ThenBy(file => file, StringComparer.Ordinal))
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

    // A machine without the running hub's configuration calls connections by their connector's name.
    private static Dictionary<string, IReadOnlyList<MessageTemplate>> Of(MappingEnvironment environment, IReadOnlyList<ConnectionTemplates> lists)
    {
        var templates = new Dictionary<string, IReadOnlyList<MessageTemplate>>(StringComparer.Ordinal);
        foreach (var (name, connector) in environment.Connections)
        {
            var found = lists.FirstOrDefault(list => list.Connection == name) ?? lists.FirstOrDefault(list => list.Connector == connector.Name);
            if (found is not null) templates[name] = found.Templates;
        }

        return templates;
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
