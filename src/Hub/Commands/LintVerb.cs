using System.CommandLine;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary><c>hub lint</c>: checks the mapping files, without a running hub and without any secret.</summary>
internal static class LintVerb
{
    /// <summary>The verb.</summary>
    /// <param name="configuration">The settings of this machine, for the folder and the names of the connections.</param>
    /// <param name="connectors">The connectors of this build.</param>
    /// <param name="hub">The running hub, for its templates.</param>
    public static Verb Of(Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors, HubCall hub)
    {
        var path = MappingsVerb.PathArgument();
        var strict = new Option<bool>("--strict") { Description = "Counts warnings as mistakes" };
        var verb = new Verb("lint", "Checks the mapping files: keys, names, types, expressions, templates. It needs no secret. Exit code 1 when they are wrong, 2 when there are none.", "hub lint", "hub lint mappings --strict", "hub lint mappings --json", "hub lint mappings --url http://127.0.0.1:5080");
        verb.Add(strict);
        verb.Add(path);
        var find = FolderEnvironment.Finder(configuration, connectors, hub.AddTo(verb, FolderEnvironment.UrlMeaning));
        verb.SetAction(async (call, cancel) =>
        {
            var folder = MappingPath.Required(call.GetValue(path) ?? FolderIn(configuration()));
            var known = await find(call, folder, cancel);
            var loaded = MappingFolder.Load(folder, known.Environment, cancel);
            loaded = known.Errors.Count == 0 ? loaded : loaded with { Snapshot = null, Errors = [.. known.Errors, .. loaded.Errors] };
            var (output, error) = (call.InvocationConfiguration.Output, call.InvocationConfiguration.Error);
            var isStrict = call.GetValue(strict);
            if (Verb.WantsJson(call))
            {
                await output.WriteLineAsync(CommandJson.Write([.. loaded.Errors.Select(wrong => Finding.Of("error", wrong)), .. loaded.Warnings.Select(warning => Finding.Of(isStrict ? "error" : "warning", warning))]));
            }
            else
            {
                foreach (var wrong in loaded.Errors) await output.WriteLineAsync(wrong.ToString());
                foreach (var warning in loaded.Warnings) await output.WriteLineAsync(isStrict ? warning.ToString() : $"{warning} (warning)");
                await output.WriteLineAsync(Summary(loaded, folder, isStrict));
            }

            foreach (var notice in new[] { known.Notice, KnownTemplates.Notice(loaded, folder) }.OfType<string>()) await error.WriteLineAsync(notice);
            return IsWrong(loaded, isStrict) ? ExitCode.Found : ExitCode.Fine;
        });
        return verb;
    }

    private static bool IsWrong(LoadResult loaded, bool isStrict) => loaded.Snapshot is null || (isStrict && loaded.Warnings.Count > 0);

    private static string Summary(LoadResult loaded, string folder, bool isStrict)
    {
        var files = Counted.Of(MappingFolder.Names(folder).Count, "file");
        var (mistakes, warnings) = isStrict ? (loaded.Errors.Count + loaded.Warnings.Count, 0) : (loaded.Errors.Count, loaded.Warnings.Count);
        var found = $"{Counted.Of(mistakes, "mistake")}{(warnings == 0 ? "" : $" and {Counted.Of(warnings, "warning")}")}";
        return IsWrong(loaded, isStrict) ? $"{found} in {files} of {folder}."
            : $"The mapping files are right: {files} of {folder}, {Counted.Of(loaded.Snapshot!.Routes.Count, "route")}{(warnings == 0 ? "" : $", {Counted.Of(warnings, "warning")}")}.";
    }

    /// <summary>The folder of the mapping files as the hub would take it.</summary>
    public static string FolderIn(IConfiguration settings) => settings["Hub:Mappings"] is { Length: > 0 } folder ? folder : new HubOptions().Mappings;

    /// <summary>What files are checked against by these connections and the calendars of the settings.</summary>
    /// <returns>The environment, and what is wrong with the calendars of the settings.</returns>
    public static (MappingEnvironment Environment, IReadOnlyList<MappingError> Errors) EnvironmentOf(IConfiguration settings, IReadOnlyList<(string Name, IConnector Connector)> connections)
    {
        var errors = new List<string>();
        var calendars = CalendarFile.OfSettings(settings, errors);
        return (
            new() { Connections = connections, Calendars = calendars, ReadCalendars = CalendarFile.Read },
            errors.ConvertAll(error => new MappingError("settings", 0, 0, error)));
    }
}
