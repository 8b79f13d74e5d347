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

        var before = problems.Errors.Count;
        var keys = new KeyReader(map, "A scenario", ["scenario", "start", "answers", "steps"], problems);
        var name = keys.Required("scenario", "scenario: what it shows");
        if (keys.Node("steps") is not YamlList steps)
        {
            problems.Add(map, "steps is missing. Write a list of steps, each with given and expect.");
            return null;
        }

        if (keys.Map("start") is { } start) CheckStart(start, problems);
        var (begin, answers) = (Object(keys.Map("start")), Object(keys.Map("answers")));
        List<Step> read = [.. steps.Items.Select(step => Step(step, problems)).OfType<Step>()];
        return name is null ? null : new(name, begin, answers, read) { Mistakes = [.. problems.Errors.Skip(before)] };
    }

    private static void CheckStart(YamlMap start, Problems problems)
    {
        var keys = new KeyReader(start, "start", ["clock", "customer", "thread", "links", "consent", "state"], problems);
        Check("customer", ["name", "phone", "email", "language", "time_zone", "country", "tags"]);
        Check("thread", ["number", "window_open_until"]);
        Check("consent", ["opted_in", "opted_out"]);
        keys.Map("links");
        keys.Map("state");

        void Check(string key, IReadOnlyList<string> known)
        {
            if (keys.Map(key) is { } map) _ = new KeyReader(map, $"start: {key}", known, problems);
        }
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
        if (given is not null) CheckGiven(given, problems);
        return new(keys.Scalar("at"), given is null ? null : Object(given), (JsonArray)ScenarioJson.Of(expect)!, map);
    }

    private static void CheckGiven(YamlMap given, Problems problems)
    {
        var keys = new KeyReader(given, "given", EventFile.GivenKeys, problems);
        if (keys.Node("payload") is null == keys.Node("event") is null) problems.Add(given, "given takes either payload: FILE, a webhook as the vendor sends it, or event: TYPE with data.");
        keys.Map("change");
        keys.Map("headers");
        keys.Map("ends");
    }

    private static JsonObject Object(YamlMap? map) => map is null ? [] : (JsonObject)ScenarioJson.Of(map)!;
}
