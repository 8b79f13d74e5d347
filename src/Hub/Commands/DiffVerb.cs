using Hub.Endpoints;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary>What <c>hub diff</c> found.</summary>
/// <param name="Active">The hash of the snapshot in force.</param>
/// <param name="Folder">The hash of the folder's files.</param>
/// <param name="Differences">What differs in meaning.</param>
/// <param name="Errors">What keeps the folder's files from coming into force; none where nothing does.</param>
internal sealed record FolderDifferences(string Active, string Folder, IReadOnlyList<MappingDifference> Differences, IReadOnlyList<string> Errors);

/// <summary><c>hub diff</c>: a folder against the mapping files in force in the running hub, route by route.</summary>
internal static class DiffVerb
{
    private const int Longest = 200;
    private const int MostNamed = 5;

    /// <summary>The verb.</summary>
    /// <param name="hub">The running hub.</param>
    /// <param name="configuration">The settings of this machine, for the folder.</param>
    public static Verb Of(HubCall hub, Func<IConfiguration> configuration)
    {
        var path = MappingsVerb.PathArgument();
        var verb = new Verb("diff", "Compares a folder with the mapping files in force, route by route and key by key. Exit code 1 when they differ, or the folder cannot be put in force.", "hub diff", "hub diff mappings --json");
        verb.Add(path);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var folder = call.GetValue(path) ?? LintVerb.FolderIn(configuration());
            var sources = MappingsVerb.Read(folder, cancel);
            var active = await client.GetAsync("mappings/active", AdminJson.Default.SnapshotText, cancel);
            if (active.Files.Count > 0 && !active.Files.Select(file => file.File).Intersect(sources.Select(source => source.File), StringComparer.Ordinal).Any())
            {
                var list = await client.GetAsync("mappings", AdminJson.Default.MappingList, cancel);
                await call.InvocationConfiguration.Error.WriteLineAsync($"No file of {folder} has the name of one that is in force ({string.Join(", ", active.Files.Take(MostNamed).Select(file => file.File))}{(active.Files.Count > MostNamed ? ", …" : "")}). Is it another folder that you mean? The running hub takes its files from {list.Folder}.");
            }

            var found = new FolderDifferences(
                active.Hash, MappingSource.HashOf(sources), MappingDifference.Between([.. active.Files.Select(file => new MappingSource(file.File, file.Text))], sources),
                (await client.PostAsync("mappings/check", new PublishRequest(MappingsVerb.Texts(sources)), AdminJson.Default.PublishRequest, AdminJson.Default.Checked, cancel)).Errors);
            var output = call.InvocationConfiguration.Output;
            if (json) await output.WriteLineAsync(CommandJson.Write(found));
            else await PrintAsync(found, output);
            return found.Differences.Count == 0 && found.Errors.Count == 0 ? ExitCode.Fine : ExitCode.Found;
        });
    }

    private static async Task PrintAsync(FolderDifferences found, TextWriter output)
    {
        foreach (var difference in found.Differences)
        {
            var sign = difference.Kind switch { DifferenceKind.Added => "+", DifferenceKind.Removed => "-", _ => "~" };
            await output.WriteLineAsync($"{sign} {difference.Of} {difference.Name} ({difference.File}): {difference.Kind.ToString().ToLowerInvariant()}");
            foreach (var key in difference.Keys)
            {
                var name = key.Key.Length == 0 ? "" : key.Key + ": ";
                if (key.Old is { } old) await output.WriteLineAsync($"    - {name}{Shown(old)}");
                if (key.New is { } changed) await output.WriteLineAsync($"    + {name}{Shown(changed)}");
            }
        }

        if (found.Errors.Count > 0)
        {
            await output.WriteLineAsync("The folder cannot be put in force:");
            foreach (var error in found.Errors) await output.WriteLineAsync($"  {error}");
        }

        if (found.Differences.Count > 0) return;
        await output.WriteLineAsync(found.Active == found.Folder ? $"The folder is what is in force: snapshot {found.Active}." : "Only layout and comments differ.");
    }

    private static string Shown(string text)
    {
        var line = text.ReplaceLineEndings("⏎");
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }
}
