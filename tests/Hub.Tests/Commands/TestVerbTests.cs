using System.Text.Json;
using Hub.Tests.Mappings;

namespace Hub.Tests.Commands;

public sealed class TestVerbTests : IDisposable
{
    private const string Route = """
        language: 1
        routes:
          - {id: paid, on: shopify.order.paid, if: event.test == false, do: shopify.add_tags, with: {order: "${event.id}", tags: [paid, "${event.name}"]}}
          - {id: told, after: paid, outcome: [done, target_closed], do: shopify.add_tags, with: {order: "${event.id}", tags: [told]}}
          - {id: never, on: shopify.order.cancelled, do: shopify.add_tags, with: {order: "${event.id}", tags: [never]}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Difference_IsShownCommandByCommandAndFieldByField()
    {
        var called = await TestAsync("""
            [{do: shopify.add_tags, route: paid, with: {order: '5', tags: [payed, '#5']}}, {refused: once, route: never}]
            """);
        called.Code.ShouldBe(1);
        WithoutTimes(called.Output).ShouldBe("""
            failed a.test.yaml:1 one (ms)
                   line 3: not what was expected.
                       ~ do shopify.add_tags (paid)
                           with.tags[0]  expected  "payed"
                                         came      "paid"
                       - refused once (never)   is expected and did not come
                       + do shopify.add_tags (told)   came and is not expected
                           {"do":"shopify.add_tags","route":"told","with":{"order":"5","tags":["told"]}}
                       : the event was read as shopify.order.paid by shopify
                       : paid (a.yaml:3) matched
                       : told (a.yaml:4), after paid: done, matched
            1 scenario, 0 held (ms)

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task DifferenceAsJson_HasTheSameParts()
    {
        var called = await TestAsync("[{do: shopify.add_tags, route: paid, with: {tags: [paid, '#6']}}, {do: shopify.add_tags}]", "--json");
        var entries = JsonElement.Parse(called.Output).GetProperty("results")[0].GetProperty("steps")[0].GetProperty("entries");
        entries.EnumerateArray().Select(entry => entry.GetProperty("sign").GetString()).ShouldBe(["~", "="]);
        var field = entries[0].GetProperty("fields")[0];
        (field.GetProperty("field").GetString(), field.GetProperty("expected").GetString(), field.GetProperty("came").GetString()).ShouldBe(("with.tags[1]", "#6", "#5"));
    }

    [Fact]
    public async Task Coverage_ListsWhatNoScenarioReaches()
    {
        var called = await TestAsync("[{do: shopify.add_tags, route: paid}, {do: shopify.add_tags, route: told}]", "--coverage");
        called.Code.ShouldBe(0, called.Output);
        called.Output.ShouldEndWith("""
            not reached  a.yaml:3 paid: if is never false
            not reached  a.yaml:4 told: it never follows target_closed of paid
            not reached  a.yaml:5 never: no scenario reaches it
            7 branches of the routes, 4 reached

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task CoverageOfTheProjectsMappings_CountsWhenAndOutsideWindow()
    {
        var called = await CommandLineUnderTest.CallAsync(["test", MappingWorld.Folder, "--coverage", "--json"]);
        called.Code.ShouldBe(0, called.Output);
        var missing = JsonElement.Parse(called.Output).GetProperty("coverage").GetProperty("notReached").EnumerateArray().Select(branch => branch.GetProperty("branch").GetString()).ToList();
        missing.ShouldNotContain("outside_window is never needed");
    }

    [Theory]
    [InlineData("ONE", 1)]
    [InlineData("a.test", 1)]
    public async Task Filter_TakesNamesOfScenariosAndFiles(string filter, int count)
    {
        var called = await TestAsync("[{do: shopify.add_tags}, {do: shopify.add_tags}]", "--filter", filter, "--json");
        JsonElement.Parse(called.Output).GetProperty("results").GetArrayLength().ShouldBe(count);
    }

    [Fact]
    public async Task FilterThatTakesNothing_IsAWrongCall() =>
        (await TestAsync("[]", "--filter", "two")).ShouldBe(new Called(2, "", "No scenario has two in its name or its file's.\n"));

    private static string WithoutTimes(string output) => System.Text.RegularExpressions.Regex.Replace(output, @"\d+ ms", "ms", System.Text.RegularExpressions.RegexOptions.NonBacktracking);

    [Fact]
    public async Task ScenariosInAFileThatIsPassedOver_AreNotCalledHeld()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), Route);
        await File.WriteAllTextAsync(Path.Combine(folder, "a.test.yml"), "- scenario: one\n  steps: [{expect: []}]\n");
        var called = await CommandLineUnderTest.CallAsync(["test", folder]);
        called.Code.ShouldBe(2);
        called.Error.ShouldContain("a.test.yml: This file is passed over: scenarios end in .test.yaml. Rename it to a.test.yaml.");
    }

    private Task<Called> TestAsync(string expect, params string[] more)
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Route);
        File.WriteAllText(
            Path.Combine(folder, "a.test.yaml"),
            $"- scenario: one\n  steps:\n    - given: {{event: shopify.order.paid, data: {{id: '5', name: '#5', currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'}}}}\n      expect: {expect.Trim()}\n");
        return CommandLineUnderTest.CallAsync(["test", folder, .. more]);
    }
}
