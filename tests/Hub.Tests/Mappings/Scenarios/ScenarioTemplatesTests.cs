using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

public sealed class ScenarioTemplatesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-scenarios").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("hello", "{do: whatsapp.send_template}")]
    [InlineData("helo", "{refused: template_unavailable}")]
    public async Task TemplateThatTheEventNames_GoesWhereTheListHasIt(string template, string expected)
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), "language: 1\nroutes:\n  - {id: told, on: shopify.order.paid, max_age: 24h, do: whatsapp.send_template, with: {to: \"+4915123456789\", template: \"${event.name}\", language: [en]}}\n");
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), $$"""
            - scenario: one
              steps:
                - given: {event: shopify.order.paid, data: {id: '5', name: {{template}}, currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'} }
                  expect: [{{expected}}]

            """);
        var run = await ScenarioRunner.RunAsync(folder, GoldenMistakes.Environment, CancellationToken.None);
        run.Errors.Concat(run.Load.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        var result = run.Results.ShouldHaveSingleItem();
        result.Held.ShouldBeTrue(string.Join("\n", result.Differences));
    }
}
