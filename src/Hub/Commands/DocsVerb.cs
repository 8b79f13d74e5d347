using System.CommandLine;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Mappings.Reference;

namespace Hub.Commands;

/// <summary><c>hub docs</c>: the editors' schemas and the reference of the mapping language, made from the code.</summary>
internal static class DocsVerb
{
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
        var verb = new Verb("docs", $"Makes {SchemaFile}, {ScenarioSchemaFile} and {ReferenceFile} from the code. Exit code 1 when they are not up to date.", "hub docs", "hub docs --write", "hub docs --write /srv/hub");
        verb.Add(path);
        verb.Add(write);
        verb.SetAction(async (call, cancel) =>
        {
            var folder = call.GetValue(path) ?? ".";
            if (!Directory.Exists(folder))
            {
                await call.InvocationConfiguration.Error.WriteLineAsync($"{folder}: There is no such folder.");
                return ExitCode.WrongCall;
            }

            var result = ExitCode.Fine;
            foreach (var (name, text) in Files(connectors()))
            {
                var file = Path.Combine(folder, name);
                var isSame = File.Exists(file) && await File.ReadAllTextAsync(file, cancel) == text;
                if (!isSame && call.GetValue(write))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    await File.WriteAllTextAsync(file, text, cancel);
                }

                if (!isSame && !call.GetValue(write)) result = ExitCode.Found;
                await call.InvocationConfiguration.Output.WriteLineAsync($"{name} {(isSame ? "is up to date" : call.GetValue(write) ? "is written" : "is not up to date; run hub docs --write")}");
            }

            return result;
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
