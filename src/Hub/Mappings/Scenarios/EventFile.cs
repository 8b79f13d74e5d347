using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Scenarios;

/// <summary>What a file with an event holds: a closed set.</summary>
internal abstract record EventFile
{
    /// <summary>The keys of <c>given</c>.</summary>
    public static readonly IReadOnlyList<string> GivenKeys = ["payload", "connection", "suffix", "headers", "event", "data", "ends", "change"];

    /// <summary>JSON in which no name of an object stands twice: which of the two counts would be a guess.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = DeepestJson };

    // As deep as webhooks are read.
    private const int DeepestJson = 64;

    private EventFile()
    {
    }

    /// <summary>An event as a step of a scenario gives it: a webhook's payload, or a type with its data.</summary>
    /// <param name="Fields">What stands under <c>given</c>.</param>
    /// <param name="Folder">The folder from which it names other files.</param>
    public sealed record Given(JsonObject Fields, string Folder) : EventFile;

    /// <summary>A file of scenarios.</summary>
    /// <param name="Scenarios">The scenarios.</param>
    /// <param name="Folder">The folder of the file.</param>
    public sealed record OfScenarios(IReadOnlyList<Scenario> Scenarios, string Folder) : EventFile;

    /// <summary>JSON of which no type is known.</summary>
    /// <param name="Json">The JSON.</param>
    public sealed record Plain(JsonElement Json) : EventFile;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScenarioException">It cannot be read or is neither JSON nor such a YAML file; the message is one sentence.</exception>
    public static EventFile Read(string path)
    {
        if (!File.Exists(path)) throw new ScenarioException(Directory.Exists(path) ? $"{path} is a folder. Name a file with an event." : $"There is no file {path}.");
        if (MappingFolder.Read(path, out var text) is { } wrong) throw new ScenarioException($"{path}: {wrong}");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (path.EndsWith(MappingFolder.TestExtension, StringComparison.Ordinal)) return ReadScenarios(path, text, folder);
        var node = path.EndsWith(MappingFolder.Extension, StringComparison.Ordinal) || path.EndsWith(".yml", StringComparison.Ordinal) ? ReadYaml(path, text) : ReadJson(path, text);
        if (node is JsonObject { Count: 1 } step && step["given"] is JsonObject inner) node = inner;
        return node is JsonObject map && (map["event"] ?? map["payload"]) is JsonValue && map.All(pair => GivenKeys.Contains(pair.Key, StringComparer.Ordinal))
            ? new Given(map, folder)
            : new Plain(JsonElement.Parse(node?.ToJsonString() ?? "null"));
    }

    private static OfScenarios ReadScenarios(string path, string text, string folder)
    {
        var problems = new Problems(path);
        var scenarios = ScenarioReader.Read(text, problems);
        return problems.Errors is [var first, ..] ? throw new ScenarioException(first.ToString())
            : scenarios.Count == 0 ? throw new ScenarioException($"{path} holds no scenario.")
            : new(scenarios, folder);
    }

    private static JsonNode? ReadYaml(string path, string text)
    {
        var problems = new Problems(path);
        var root = YamlReader.Read(text, problems);
        if (root is YamlMap map && map.Entries.Any(entry => entry.Name == "language") && map.Entries.Any(entry => entry.Name == "routes"))
        {
            throw new ScenarioException($"{path} is a mapping file, and holds no event. Name a file of scenarios, which ends in {MappingFolder.TestExtension}, or one with an event as under given in a scenario.");
        }

        return problems.Errors is [var first, ..] ? throw new ScenarioException(first.ToString()) : root is null ? null : ScenarioJson.Of(root);
    }

    private static JsonNode? ReadJson(string path, string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException wrong)
        {
            throw new ScenarioException(NotJson(path, wrong, Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>One sentence of a file that cannot be read as JSON.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="wrong">What the reader of JSON says; only its place is used.</param>
    /// <param name="json">The file's text in UTF-8.</param>
    public static string NotJson(string name, JsonException wrong, ReadOnlySpan<byte> json) => IsTooDeep(wrong)
        ? $"{name}: The JSON is nested more than {DeepestJson} levels deep, and no deeper is read. Leave out what the mapping does not need."
        : wrong.LineNumber is { } line
        ? $"{name}:{line + 1}:{wrong.BytePositionInLine + 1}: The file is not JSON. {JsonFaults.At(json, line, wrong.BytePositionInLine ?? 0)}"
        : $"{name}: The same name stands twice in one object. Keep one.";

    /// <summary>Whether JSON was refused only because it is nested too deep: the reader has no other sign for it than its sentence.</summary>
    public static bool IsTooDeep(JsonException wrong) => wrong.Message.StartsWith("The maximum configured depth", StringComparison.Ordinal);
}
