using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary><c>hub mappings</c>: which mapping files are in force in the running hub; <c>hub mappings publish</c>: puts those of a folder in force.</summary>
internal static class MappingsVerb
{
    /// <summary>The verb with its sub-verb.</summary>
    /// <param name="hub">The running hub.</param>
    /// <param name="configuration">The settings of this machine, for the folder.</param>
    public static Verb Of(HubCall hub, Func<IConfiguration> configuration)
    {
        var verb = hub.Complete(
            new Verb("mappings", "Lists the mapping files of the running hub: in force, changed or wrong. Exit code 1 when one is wrong.", "hub mappings", "hub mappings --json", "hub mappings publish mappings"),
            ListAsync);
        verb.Add(Publish(hub, configuration));
        return verb;
    }

    /// <summary>The argument for a folder of mapping files.</summary>
    public static Argument<string?> PathArgument() =>
        new("path") { Description = "The folder of the mapping files, with its subfolders except examples and hidden ones; by default Hub:Mappings, or else mappings", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The files of a folder.</summary>
    /// <exception cref="WrongCallException">It is no folder of mapping files, or one of them cannot be read.</exception>
    public static IReadOnlyList<MappingSource> Read(string folder, CancellationToken cancel)
    {
        var (sources, errors) = MappingFolder.ReadSources(MappingPath.Required(folder), cancel);
        return errors.Count == 0 ? sources : throw new WrongCallException(string.Join(Environment.NewLine, errors), ExitCode.Found);
    }

    private static async Task<int> ListAsync(AdminClient client, ParseResult call, bool json, CancellationToken cancel)
    {
        var output = call.InvocationConfiguration.Output;
        var answer = await client.GetTextAsync("mappings", cancel);
        var list = client.Read(answer, AdminJson.Default.MappingList);
        await (json ? output.WriteLineAsync(answer) : PrintAsync(list, output));
        return list.State == "wrong" ? ExitCode.Found : ExitCode.Fine;
    }

    private static async Task PrintAsync(MappingList list, TextWriter output)
    {
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"snapshot {list.Hash ?? "none"} in force since {list.Since:u}; {list.Folder} is {(list.Watched ? "watched" : "not watched")}"));
        foreach (var error in list.Errors) await output.WriteLineAsync(error);
        foreach (var file in list.Files)
        {
            var here = file switch
            {
                { State: "wrong" } => "wrong in the folder",
                { ActiveHash: null } => "only in the folder",
                { FolderHash: null } => "only in force",
                { State: "changed" } => "changed in the folder",
                _ => "active",
            };
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file.File}  {file.ActiveHash?[..8] ?? "-",-8}  {here} since {file.Since:u}"));
            foreach (var error in file.Errors) await output.WriteLineAsync($"  {error}");
        }

        foreach (var warning in list.Warnings ?? []) await output.WriteLineAsync($"{warning} (warning)");
    }

    private static Verb Publish(HubCall hub, Func<IConfiguration> configuration)
    {
        var path = PathArgument();
        var verb = new Verb("publish", "Puts the mapping files of a folder in force in the running hub, all or none. Exit code 1 when they are wrong.", "hub mappings publish", "hub mappings publish mappings --url https://hub.internal --key-file key");
        verb.Add(path);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var sources = Read(call.GetValue(path) ?? LintVerb.FolderIn(configuration()), cancel);
            var published = await client.PostAsync("mappings/publish", new PublishRequest(Texts(sources)), AdminJson.Default.PublishRequest, AdminJson.Default.Published, cancel);
            await call.InvocationConfiguration.Output.WriteLineAsync(
                json ? CommandJson.Write(published)
                : published.HasChanged ? $"Snapshot {published.Hash} is in force: {Counted.Of(published.Files, "file")}, {Counted.Of(published.Routes, "route")}."
                : $"Snapshot {published.Hash} was in force already.");
            if (!json) foreach (var warning in published.Warnings ?? []) await call.InvocationConfiguration.Output.WriteLineAsync($"{warning} (warning)");
            return ExitCode.Fine;
        });
    }

    /// <summary>Files as the admin API takes them.</summary>
    public static IReadOnlyList<MappingText> Texts(IReadOnlyList<MappingSource> sources) => [.. sources.Select(source => new MappingText(source.File, source.Text))];
}
