using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

/// <summary>Which files take part in a scenario.</summary>
public sealed class ScenarioFilesTests : IDisposable
{
    private const string Paid = "{event: shopify.order.paid, data: {id: '5', name: '#5', currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'}}";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-scenario-files").FullName;

    public ScenarioFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "shop"));
        Write("one.yaml", "one");
        Write("shop/two.yaml", "two");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("", "one", "two")]
    [InlineData("files: [one.yaml]", "one")]
    [InlineData("files: one.yaml", "one")]
    [InlineData("files: [two.yaml]", "two")]
    [InlineData("files: [shop/two.yaml]", "two")]
    [InlineData("files: [one.yaml, shop/two.yaml]", "one", "two")]
    public async Task Files_AreThoseThatRun(string files, params string[] routes) =>
        (await RunAsync(files, $"[{string.Join(", ", routes.Select(route => $"{{do: shopify.add_tags, route: {route}}}"))}]")).Results.ShouldHaveSingleItem().Differences.ShouldBeEmpty();

    [Fact]
    public async Task UnknownFile_IsAMistakeWithTheNearestName() => (await RunAsync("files: [on.yaml]", "[]")).Errors.ShouldHaveSingleItem().Message
        .ShouldBe("files: the folder has no mapping file on.yaml. Did you mean one.yaml? Its files are one.yaml, shop/two.yaml.");

    [Fact]
    public async Task RouteOfAFileThatTakesNoPart_IsAMistake() => (await RunAsync("files: [one.yaml]", "[{do: shopify.add_tags, route: two}]")).Errors.ShouldHaveSingleItem().Message
        .ShouldBe("The route two is in shop/two.yaml, which does not take part: name the file under files.");

    private void Write(string file, string route) =>
        File.WriteAllText(Path.Combine(folder, file), $"language: 1\nroutes:\n  - {{id: {route}, on: shopify.order.paid, do: shopify.add_tags, with: {{order: \"${{event.id}}\", tags: [{route}]}}}}\n");

    private async Task<ScenarioRun> RunAsync(string files, string expect)
    {
        File.WriteAllText(Path.Combine(folder, "shop", "a.test.yaml"), $"- scenario: one\n  {(files.Length == 0 ? "start: {}" : files)}\n  steps:\n    - given: {Paid}\n      expect: {expect}\n");
        return await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
    }
}
