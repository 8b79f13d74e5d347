using System.CommandLine;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Mappings.Reference;

namespace Hub.Commands;

/// <summary>What <c>hub docs</c> says of a generated file.</summary>
/// <param name="File">Its name.</param>
/// <param name="State"><c>up_to_date</c>, <c>written</c> or <c>stale</c>.</param>
internal sealed record Generated(string File, string State);

/// <summary><c>hub docs</c>: the editors' schemas and the reference of the mapping language, made from the code.</summary>
internal static class DocsVerb
{
    private const string Stale = "stale";

    /// <summary>The schema's place.</summary>
    public const string SchemaFile = "mappings/schema.json";

    /// <summary>The place of the schema of scenarios.</summary>
    public const string ScenarioSchemaFile = "mappings/scenarios.schema.json";

    /// <summary>The reference's place.</summary>
    public const string ReferenceFile = "docs/mapping-reference.md";

    /// <summary>The verb.</summary>
    /// <param name="connectors">The connectors of this build.</param>
    public static Verb Of(Func<IReadOnlyList<IConnector>> connectors)
    {
        var path = new Argument<string?>("path") { Description = "The folder that holds mappings and docs; by default this one", Arity = ArgumentArity.ZeroOrOne };
        var write = new Option<bool>("--write") { Description = "Writes the files; without it they are only compared" };
        var verb = new Verb("docs", $"Makes {SchemaFile}, {ScenarioSchemaFile}, {ReferenceFile} and the error tables of {ErrorTables.Folder} from the code. Exit code 1 when they are not up to date.", "hub docs", "hub docs --write", "hub docs --write /srv/hub");
        verb.Add(path);
        verb.Add(write);
        verb.AddJson();
        verb.SetAction(async (call, cancel) =>
        {
            var folder = call.GetValue(path) ?? ".";
            if (!Directory.Exists(folder)) throw new WrongCallException($"{folder}: There is no such folder.");
            var found = new List<Generated>();
            var known = connectors();
            foreach (var (name, text) in Files(known).Concat(await ErrorTables.InAsync(folder, known, cancel)))
            {
                var file = Path.Combine(folder, name);
                var isSame = File.Exists(file) && await File.ReadAllTextAsync(file, cancel) == text;
                if (!isSame && call.GetValue(write))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    await File.WriteAllTextAsync(file, text, cancel);
                }

                found.Add(new(name, isSame ? "up_to_date" : call.GetValue(write) ? "written" : Stale));
            }

            var output = call.InvocationConfiguration.Output;
            if (Verb.WantsJson(call)) await output.WriteLineAsync(CommandJson.Write(found));
            else foreach (var file in found) await output.WriteLineAsync($"{file.File} {(file.State == Stale ? "is not up to date; run hub docs --write" : $"is {file.State.Replace('_', ' ')}")}");
            return found.Exists(file => file.State == Stale) ? ExitCode.Found : ExitCode.Fine;
        });
        return verb;
    }

    /// <summary>The generated files, by name.</summary>
    public static IReadOnlyList<(string Name, string Text)> Files(IReadOnlyList<IConnector> connectors)
    {
        var model = new ReferenceModel(new MappingEnvironment { Connections = [.. connectors.OrderBy(connector => connector.Name, StringComparer.Ordinal).Select(connector => (connector.Name, connector))] });
        return [(SchemaFile, new SchemaWriter(model).Write()), (ScenarioSchemaFile, new ScenarioSchemaWriter(model).Write()), (ReferenceFile, new ReferenceWriter(model).Write())];
    }
}
