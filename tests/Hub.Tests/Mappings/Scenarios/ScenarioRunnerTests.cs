using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

public sealed class ScenarioRunnerTests : IDisposable
{
    private const string Paid =
        "{event: shopify.order.paid, data: {id: '5', name: '#5', currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'}}";

    private const string Route = """
        language: 1
        routes:
          - {id: later, on: shopify.order.paid, slot: "o/${event.id}", at: "${now + duration('1h')}", do: shopify.add_tags, with: {order: "${event.id}", tags: [paid]}}
          - {id: stop, on: shopify.order.cancelled, cancel: ["o/${event.id}"]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-scenarios").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WrongExpectation_IsShownBesideWhatCame()
    {
        var result = await Run("[{do: shopify.add_tags, with: {tags: [unpaid]}}]", "1h");
        result.Differences.ShouldBe(["""
            line 6: not what was expected.
                ~ do shopify.add_tags
                    with.tags[0]  expected  "unpaid"
                                  came      "paid"
            """]);
    }

    [Theory]
    [InlineData("[]", "59m")]
    [InlineData("[{do: shopify.add_tags, route: later, with: {order: '5'}}]", "1h")]
    public async Task CommandThatWaits_GoesWhenItIsDue(string expect, string later) => (await Run(expect, later)).Held.ShouldBeTrue();

    [Fact]
    public async Task FieldThatTheEventLacks_IsSaidAndEndsTheScenario()
    {
        var result = await Run("[]", "1h", "{event: shopify.order.paid, data: {id: '5'}}");
        result.Differences.ShouldHaveSingleItem().ShouldStartWith("The data do not make a shopify.order.paid: ");
    }

    [Theory]
    [InlineData("", "au")]
    [InlineData("connection: shop-au", "au")]
    [InlineData("connection: shop-de", "de")]
    [InlineData("connection: shopify", "au")]
    public async Task EventOfAConnection_RunsItsRoutes(string connection, string tag)
    {
        var result = await RunOfTwoAsync(connection, tag);
        result.Held.ShouldBeTrue(string.Join("\n", result.Differences));
    }

    [Theory]
    [InlineData("connection: shop-dee", "There is no connection shop-dee. Did you mean shop-de?")]
    [InlineData("connection: zendesk", "The connection zendesk does not report shopify.order.paid. Write one of shop-au, shop-de.")]
    public async Task ConnectionThatCannotBeMeant_IsSaid(string connection, string said) => (await RunOfTwoAsync(connection, "au")).Differences.ShouldHaveSingleItem().ShouldStartWith(said);

    private async Task<ScenarioResult> RunOfTwoAsync(string connection, string tag)
    {
        var shopify = MappingWorld.Environment.Connections.First(pair => pair.Name == "shopify").Connector;
        var environment = MappingWorld.Environment with { Connections = [.. MappingWorld.Environment.Connections.Where(pair => pair.Name != "shopify"), ("shop-au", shopify), ("shop-de", shopify)] };
        File.WriteAllText(Path.Combine(folder, "a.yaml"), "language: 1\nroutes:\n" + string.Concat(new[] { "au", "de" }.Select(shop =>
            $"  - {{id: {shop}, on: shopify.order.paid, connection: shop-{shop}, via: shop-{shop}, do: shopify.add_tags, with: {{order: \"${{event.id}}\", tags: [{shop}]}}}}\n")));
        var given = connection.Length == 0 ? Paid : Paid.Replace("{event:", $"{{{connection}, event:", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), $"- scenario: one\n  steps:\n    - {{given: {given}, expect: [{{do: shopify.add_tags, with: {{tags: [{tag}]}}}}]}}\n");
        var run = await ScenarioRunner.RunAsync(folder, environment, CancellationToken.None);
        run.Errors.Concat(run.Load.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        return run.Results.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("phone: '+61400000001'", "phone: '0400 000 001'", true)]
    [InlineData("phone: '+61400000001'", "phone: '0400 000 002'", false)]
    [InlineData("email: ann@example.test", "email: Ann@example.test", true)]
    [InlineData("name: Ann", "email: ann@example.test", false)]
    public async Task EventAboutTheCustomer_BringsThem(string customer, string order, bool isTheirs)
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), "language: 1\nroutes:\n  - {id: known, on: shopify.order.paid, if: customer != null, do: shopify.add_tags, with: {order: \"${event.id}\", tags: [known]}}\n");
        File.WriteAllText(
            Path.Combine(folder, "a.test.yaml"),
            $"- scenario: one\n  start: {{customer: {{{customer}}}}}\n  steps:\n    - given: {Paid.Replace("currency: EUR", $"currency: EUR, country: AU, {order}", StringComparison.Ordinal)}\n      expect: {(isTheirs ? "[{do: shopify.add_tags}]" : "[]")}\n");
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Errors.Concat(run.Load.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        var result = run.Results.ShouldHaveSingleItem();
        result.Held.ShouldBeTrue(string.Join("\n", result.Differences));
    }

    private async Task<ScenarioResult> Run(string expect, string later, string? given = null)
    {
        given ??= Paid;
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Route);
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), $"- scenario: one\n  steps:\n    - given: {given}\n      expect:\n        - {{waits: shopify.add_tags, until: '2026-01-05T10:00:00Z', slot: o/5}}\n    - {{at: {later}, expect: {expect}}}\n");
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Errors.Concat(run.Load.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        return run.Results.ShouldHaveSingleItem();
    }
}
