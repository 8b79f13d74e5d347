using System.Globalization;
using Hub.Mappings;
using Hub.Mappings.Reference;
using Hub.Mappings.Scenarios;
using Hub.Mappings.Yaml;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace Hub.Tests.Mappings.Reference;

/// <summary>The schema takes what the hub takes, and refuses what it can see to be wrong.</summary>
public sealed class SchemaTests
{
    private const string Good = "language: 1\nroutes:\n  - {id: a, on: shopify.order.paid, do: shopify.add_tags, with: {order: \"${event.id}\", tags: [a]}}\n";

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(Older(JToken.Parse(new SchemaWriter(new ReferenceModel(MappingWorld.Environment)).Write())).ToString()));

    private static readonly Lazy<Task<JsonSchema>> OfScenarios = new(() => JsonSchema.FromJsonAsync(Older(JToken.Parse(new ScenarioSchemaWriter(new ReferenceModel(MappingWorld.Environment)).Write())).ToString()));

    [Fact]
    public async Task EveryMappingFileOfTheProject_IsValid()
    {
        var files = MappingFolder.Find(MappingWorld.Folder, name => name.EndsWith(".yaml", StringComparison.Ordinal) && !name.EndsWith(".test.yaml", StringComparison.Ordinal)).Names;
        files.Count.ShouldBeGreaterThanOrEqualTo(3);
        var examples = Directory.GetFiles(Path.Combine(MappingWorld.Folder, MappingFolder.Examples), "*.yaml").Where(name => !name.EndsWith(".test.yaml", StringComparison.Ordinal)).ToList();
        examples.Count.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var file in files.Concat(examples)) (await FaultsOf(await File.ReadAllTextAsync(file))).ShouldBeEmpty(file);
    }

    [Fact]
    public async Task EveryExampleOfAKey_IsValid()
    {
        var model = new ReferenceModel(MappingWorld.Environment);
        foreach (var (owner, key) in ReferenceWriter.Keys)
        {
            (await FaultsOf("language: 1\n" + model.Examples.OfKey(owner, key.Name))).ShouldBeEmpty($"{owner}.{key.Name}");
        }
    }

    [Fact]
    public async Task EveryGeneratedExample_IsValid()
    {
        var model = new ReferenceModel(MappingWorld.Environment);
        var generated = new GeneratedExamples(model);
        foreach (var example in model.Actions.Select(generated.OfAction).Concat(model.Queries.Select(generated.OfQuery)).Concat(model.Events.Select(generated.OfEvent)))
        {
            (await FaultsOf("language: 1\n" + example)).ShouldBeEmpty(example);
        }
    }

    [Fact]
    public async Task EveryFileOfScenariosOfTheProject_IsValid()
    {
        var files = Directory.GetFiles(MappingWorld.Folder, "*.test.yaml", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThanOrEqualTo(5);
        foreach (var file in files) (await FaultsOf(await File.ReadAllTextAsync(file), OfScenarios)).ShouldBeEmpty(file);
    }

    [Theory]
    [InlineData("steps:", "stps:")]
    [InlineData("expect:", "expct:")]
    [InlineData("shopify.add_tags}", "shopify.add_tag}")]
    [InlineData("{do: shopify.add_tags}", "{}")]
    [InlineData("clock:", "clok:")]
    [InlineData("shopify.add_tags: {}", "shopify.add_tag: {}")]
    public async Task MistakeInAScenario_IsSeen(string right, string wrong)
    {
        const string Scenario = "- scenario: one\n  files: a.yaml\n  start: {clock: 2026-01-05T09:00:00Z}\n  answers: {shopify.add_tags: {}}\n  steps: [{at: 5m, expect: [{do: shopify.add_tags}]}]\n";
        (await FaultsOf(Scenario, OfScenarios)).ShouldBeEmpty();
        (await FaultsOf(Scenario.Replace(right, wrong, StringComparison.Ordinal), OfScenarios)).ShouldNotBeEmpty();
    }

    [Fact]
    public void SchemaOfScenarios_HasTheKeysThatAreRead()
    {
        var scenario = JToken.Parse(new ScenarioSchemaWriter(new ReferenceModel(MappingWorld.Environment)).Write())["items"]!;
        Keys(scenario).ShouldBe(ScenarioReader.Keys);
        var step = scenario["properties"]!["steps"]!["items"]!;
        Keys(step["properties"]!["given"]!).ShouldBe(EventFile.GivenKeys);
        Keys(step["properties"]!["expect"]!["items"]!).ShouldBe(Expectation.Keys);

        static IEnumerable<string> Keys(JToken map) => ((JObject)map["properties"]!).Properties().Select(property => property.Name);
    }

    [Theory]
    [InlineData("language: 1", "language: 2")]
    [InlineData("routes:", "rutes:")]
    [InlineData("id: a, ", "")]
    [InlineData("shopify.order.paid", "shopify.order.payed")]
    [InlineData("shopify.add_tags", "shopify.add_tag")]
    [InlineData("order:", "ordr:")]
    [InlineData(", tags: [a]", "")]
    [InlineData("tags: [a]", "tags: {a: b}")]
    [InlineData("on: shopify.order.paid, ", "")]
    [InlineData("do:", "after: b, outcome: [done], do:")]
    [InlineData("on: shopify.order.paid", "after: b")]
    [InlineData("do:", "outcome: [done], do:")]
    [InlineData("do:", "max_age: 24 hours, do:")]
    [InlineData("do:", "lane: fast, do:")]
    [InlineData("do:", "late: maybe, do:")]
    [InlineData("do:", "outcome: [sent], do:")]
    [InlineData("do:", "read: {x: {query: shopify.get_ordr}}, do:")]
    [InlineData("do:", "read: {x: {query: shopify.get_order, with: {id: \"1\"}}}, do:")]
    public async Task Mistake_IsSeen(string right, string wrong)
    {
        (await FaultsOf(Good)).ShouldBeEmpty();
        (await FaultsOf(Good.Replace(right, wrong, StringComparison.Ordinal))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task EveryTypeOfAStateVariable_IsValid()
    {
        foreach (var type in StateDeclaration.Types.Keys) (await FaultsOf($"language: 1\nstate: {{a: {{of: thread, type: {type}, for: 1h}}}}\nroutes: []\n")).ShouldBeEmpty(type);
    }

    [Theory]
    [InlineData("do:", "set: {a: null}, do:")]
    [InlineData("do:", "slot: {key: x, keep: oldest}, cancel: [a, b/*], do:")]
    [InlineData("on: shopify.order.paid", "after: b, outcome: [done]")]
    public async Task RightForm_IsValid(string good, string other) => (await FaultsOf(Good.Replace(good, other, StringComparison.Ordinal))).ShouldBeEmpty();

    [Theory]
    [InlineData("if", "conditions on")]
    [InlineData("when", "conditions on")]
    [InlineData("release_if", "conditions on")]
    [InlineData("cancel", "fields of")]
    [InlineData("set", "fields of")]
    [InlineData("link", "fields of")]
    [InlineData("with", "fields of")]
    [InlineData("outside_window", "fields of")]
    public void Fields_AreOfferedWhereAnExpressionMayStand(string key, string definition)
    {
        var schema = JToken.Parse(new SchemaWriter(new ReferenceModel(MappingWorld.Environment)).Write());
        var offered = schema["$defs"]!["route"]!["allOf"]!.Select(condition => condition["then"]!["properties"]?[key]?["$ref"]?.ToString()).OfType<string>().ToList();
        offered.ShouldContain($"#/$defs/{definition} shopify.order.paid");
        schema["$defs"]!["fields of shopify.order.paid"]!["items"]!["$ref"]!.ToString().ShouldBe("#/$defs/fields of shopify.order.paid");
        schema["$defs"]!["conditions on shopify.order.paid"]!["examples"]!.Select(example => example.ToString()).ShouldContain("event.id");
    }

    private static Task<IReadOnlyList<string>> FaultsOf(string yaml) => FaultsOf(yaml, Schema);

    private static async Task<IReadOnlyList<string>> FaultsOf(string yaml, Lazy<Task<JsonSchema>> by)
    {
        var problems = new Problems("file.yaml");
        var root = YamlReader.Read(yaml, problems);
        problems.Errors.ShouldBeEmpty();
        return [.. (await by.Value).Validate(AsEditorsRead(root!)).Select(fault => $"{fault.Path}: {fault.Kind}")];
    }

    // YAML's own guess at scalars, which is what an editor checks by.
    private static JToken AsEditorsRead(YamlNode node) => node switch
    {
        YamlList list => new JArray(list.Items.Select(AsEditorsRead)),
        YamlMap map => new JObject(map.Entries.Select(entry => new JProperty(entry.Name, AsEditorsRead(entry.Value)))),
        YamlScalar { IsPlain: true, Text: "null" or "~" or "" } => JValue.CreateNull(),
        YamlScalar { IsPlain: true, Text: "true" or "false" } flag => new JValue(flag.Text == "true"),
        YamlScalar { IsPlain: true } number when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => new JValue(whole),
        _ => new JValue(((YamlScalar)node).Text),
    };

    // The library knows an older draft: what it lacks is written in the words that it has, which mean the same.
    private static JToken Older(JToken token)
    {
        switch (token)
        {
            case JArray array:
                return new JArray(array.Select(Older));
            case JObject { Count: 2 } condition when condition["if"] is { } when && condition["then"] is { } then:
                return new JObject { ["anyOf"] = new JArray(new JObject { ["not"] = Older(when) }, Older(then)) };
            case JObject schema:
                return new JObject(schema.Properties().Where(property => property.Name != "$schema").Select(property => property.Name switch
                {
                    "$defs" => new JProperty("definitions", Older(property.Value)),
                    "const" => new JProperty("enum", new JArray(property.Value)),
                    "$ref" => new JProperty("$ref", property.Value.ToString().Replace("$defs", "definitions", StringComparison.Ordinal)),
                    _ => new JProperty(property.Name, Older(property.Value)),
                }));
            default:
                return token.DeepClone();
        }
    }
}
