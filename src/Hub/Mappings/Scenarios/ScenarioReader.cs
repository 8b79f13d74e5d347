using System.Text.Json.Nodes;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Scenarios;

/// <summary>Reads a file of scenarios.</summary>
internal static class ScenarioReader
{
    /// <summary>The scenarios of a file; what is wrong goes to the problems.</summary>
    public static IReadOnlyList<Scenario> Read(string text, Problems problems)
    {
        var root = YamlReader.Read(text, problems);
        if (root is not YamlList list)
        {
            if (root is not null) problems.Add(root, "A file of scenarios is a list, each with scenario, start, answers and steps.");
            return [];
        }

        return [.. list.Items.Select(item => Scenario(item, problems)).OfType<Scenario>()];
    }

    private static Scenario? Scenario(YamlNode node, Problems problems)
    {
        if (node is not YamlMap map)
        {
            problems.Add(node, "A scenario is a map with scenario, start, answers and steps.");
            return null;
        }

        var keys = new KeyReader(map, "A scenario", ["scenario", "start", "answers", "steps"], problems);
        var name = keys.Required("scenario", "scenario: what it shows");
        if (keys.Node("steps") is not YamlList steps)
        {
            problems.Add(map, "steps is missing. Write a list of steps, each with given and expect.");
            return null;
        }

        return name is null ? null : new(name, Object(keys.Map("start")), Object(keys.Map("answers")), [.. steps.Items.Select(step => Step(step, problems)).OfType<Step>()]);
    }

    private static Step? Step(YamlNode node, Problems problems)
    {
        if (node is not YamlMap map)
        {
            problems.Add(node, "A step is a map with at, given and expect.");
            return null;
        }

        var keys = new KeyReader(map, "A step", ["at", "given", "expect"], problems);
        if (keys.Node("expect") is not YamlList expect)
        {
            problems.Add(map, "expect is missing. Write a list of what should come; expect: [] means nothing.");
            return null;
        }

        var given = keys.Map("given");
        return new(keys.Scalar("at"), given is null ? null : Object(given), (JsonArray)ScenarioJson.Of(expect)!, map);
    }

    private static JsonObject Object(YamlMap? map) => map is null ? [] : (JsonObject)ScenarioJson.Of(map)!;
}
