using Hub.Mappings.Yaml;

namespace Hub.Mappings.Reference;

/// <summary>An example of a function.</summary>
/// <param name="Expression">The call.</param>
/// <param name="Description">What it does; empty where the function says so itself.</param>
internal sealed record FunctionExample(string Expression, string Description);

/// <summary>The examples of keys and functions that people wrote, from <c>examples.yaml</c>.</summary>
internal sealed class Examples
{
    private readonly Dictionary<string, string> keys;

    private Examples(YamlMap root)
    {
        keys = MapIn(root, "keys").ToDictionary(entry => entry.Name, entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal);
        Functions = ExpressionsIn(root, "functions");
        Macros = ExpressionsIn(root, "macros");
    }

    /// <summary>Of functions, by name.</summary>
    public IReadOnlyDictionary<string, FunctionExample> Functions { get; }

    /// <summary>Of macros, by name.</summary>
    public IReadOnlyDictionary<string, FunctionExample> Macros { get; }

    /// <summary>Reads them from this assembly.</summary>
    public static Examples Read()
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream("Hub.Mappings.Reference.examples.yaml") ?? throw new InvalidOperationException("The examples are not in the assembly.");
        using var reader = new StreamReader(stream);
        var problems = new Problems("examples.yaml");
        var root = YamlReader.Read(reader.ReadToEnd(), problems) as YamlMap;
        return problems.Errors.Count == 0 && root is not null ? new(root) : throw new InvalidOperationException(string.Join('\n', problems.Errors));
    }

    /// <summary>A mapping file that shows a key, without its first line; null where nobody wrote one.</summary>
    /// <param name="owner">Whose key: <c>file</c>, <c>route</c>, <c>slot</c>, ….</param>
    /// <param name="key">The key.</param>
    public string? OfKey(string owner, string key) => keys.GetValueOrDefault($"{owner}.{key}");

    private static IReadOnlyList<YamlEntry> MapIn(YamlMap root, string name) => root.Entries.First(entry => entry.Name == name).Value is YamlMap map ? map.Entries : [];

    private static Dictionary<string, FunctionExample> ExpressionsIn(YamlMap root, string name) => MapIn(root, name).ToDictionary(
        entry => entry.Name,
        entry => ((YamlList)entry.Value).Items.Cast<YamlScalar>().ToArray() is [var expression, .. var says] ? new FunctionExample(expression.Text, string.Concat(says.Select(sentence => sentence.Text))) : throw new InvalidOperationException(entry.Name),
        StringComparer.Ordinal);
}
