using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Scenarios;

/// <summary>Reads a file of scenarios.</summary>
internal static class ScenarioReader
{
    /// <summary>The keys of a scenario.</summary>
    public static readonly IReadOnlyList<string> Keys = ["scenario", "files", "start", "answers", "steps"];

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
        var keys = new KeyReader(map, "A scenario", Keys, problems);
        var name = keys.Required("scenario", "scenario: what it shows");
        if (keys.Node("steps") is not YamlList steps)
        {
            problems.Add(map, "steps is missing. Write a list of steps, each with given and expect.");
            return null;
        }

        if (steps.Items.Count == 0) problems.Add(steps, "steps is empty: a scenario without a step shows nothing. Write at least one, with given and expect.");
        var (start, answered) = (keys.Map("start"), keys.Map("answers"));
        if (start is not null) CheckStart(start, problems);
        var (begin, answers) = (Object(start), Object(answered));
        var files = keys.Scalars("files");
        List<Step> read = [.. steps.Items.Select(step => Step(step, problems)).OfType<Step>()];
        return name is null ? null : new(name, begin, answers, read, map) { Files = files, Mistakes = [.. problems.Errors.Skip(before)] };
    }

    private static void CheckStart(YamlMap start, Problems problems)
    {
        var keys = new KeyReader(start, "start", ["clock", "customer", "thread", "links", "consent", "state"], problems);
        Moment(keys, "clock", problems);
        if (Part("customer", ["name", "phone", "email", "language", "time_zone", "country", "tags"]) is { } customer)
        {
            foreach (var text in new[] { "name", "phone", "email", "language", "time_zone", "country" })
            {
                if (OneValue(customer, text, problems) is { } value && PersonFault(text, value.Text) is { } fault) problems.Add(value, fault);
            }

            Texts(customer, "tags", problems);
        }

        if (Part("thread", ["number", "window_open_until"]) is { } thread)
        {
            OneValue(thread, "number", problems);
            Moment(thread, "window_open_until", problems);
        }

        if (Part("consent", ["opted_in", "opted_out"]) is { } consent)
        {
            Texts(consent, "opted_in", problems);
            Texts(consent, "opted_out", problems);
        }

        foreach (var link in keys.Map("links")?.Entries ?? [])
        {
            if (link.Value is not YamlScalar { Text.Length: > 0 }) problems.Add(link.Value, $"{link.Name} takes the id at the link's right end, such as \"481\".");
        }

        foreach (var variable in keys.Map("state")?.Entries ?? [])
        {
            if (variable.Value is not YamlScalar) problems.Add(variable.Value, $"{variable.Name} takes one value of the variable's type.");
        }

        KeyReader? Part(string key, IReadOnlyList<string> known) => keys.Map(key) is { } map ? new KeyReader(map, $"start: {key}", known, problems) : null;
    }

    // What the hub never holds of a person.
    private static string? PersonFault(string key, string text) => key switch
    {
        "phone" => TextForms.Doubt(TextForm.Phone, "phone", text),
        "language" => TextForms.Doubt(TextForm.Language, "language", text),
        "time_zone" => TextForms.Doubt(TextForm.TimeZone, "time_zone", text),
        "country" => TextForms.Doubt(TextForm.Country, "country", text),
        _ => null,
    };

    // Null stands for what is not known.
    private static YamlScalar? OneValue(KeyReader keys, string key, Problems problems)
    {
        switch (keys.Node(key))
        {
            case null or YamlScalar { IsPlain: true, Text: "" or "~" or "null" }:
                return null;
            case YamlScalar scalar:
                return scalar;
            case var other:
                problems.Add(other, $"{key} takes one value, not {(other is YamlList ? "a list" : "names and values")}.");
                return null;
        }
    }

    private static void Moment(KeyReader keys, string key, Problems problems)
    {
        if (OneValue(keys, key, problems) is { } moment && !TimestampText.TryParse(moment.Text, out _)) problems.Add(moment, $"{key} takes a time such as 2026-03-01T10:00:00Z, not {moment.Text}.");
    }

    private static void Texts(KeyReader keys, string key, Problems problems)
    {
        if (keys.Node(key) is { } node && (node is not YamlList list || list.Items.Any(item => item is not YamlScalar))) problems.Add(node, $"{key} takes a list of texts, such as [marketing].");
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
        if (keys.Scalar("at") is { } at && !DurationText.TryParse(at.Text.TrimStart('+'), out _) && !TimestampText.TryParse(at.Text, out _))
        {
            problems.Add(at, $"at takes a time such as 2026-03-01T10:00:00Z, or a duration since the step before such as 5m, not {at.Text}.");
        }

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
