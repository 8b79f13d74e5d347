using Hub.Mappings.Scenarios;
using Hub.Tests.Calendars;

namespace Hub.Tests.Mappings.Scenarios;

/// <summary>Which branches of a route count, and what reaches them.</summary>
public sealed class CoverageTests : IDisposable
{
    private const string Paid = "{event: shopify.order.paid, data: {id: '5', name: '#5', currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'}}";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-coverage").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("hours: office", "- {expect: [], at: 1m}\n    - {given: PAID, expect: [{do: shopify.add_tags}]}", "hours never holds it")]
    [InlineData("hours: office", "- {given: PAID, at: 3h, expect: [{held: out_of_hours}]}")]
    [InlineData("limit: {count: 1, per: route, in: 1h, over: hold}", "- {given: PAID, expect: [{do: shopify.add_tags}]}", "limit is never used up")]
    [InlineData("limit: {count: 1, per: route, in: 1h, over: hold}", "- {given: PAID, expect: [{do: shopify.add_tags}]}\n    - {given: PAID, expect: [{held: capped}]}")]
    [InlineData("limit: {count: 1, per: route, in: 1h, over: drop}", "- {given: PAID, expect: [{do: shopify.add_tags}]}\n    - {given: PAID, expect: [{refused: capped}]}")]
    [InlineData("slot: s\n    at: ${now + duration('1h')}\n    release_if: event.test", "- {given: PAID, expect: [{waits: shopify.add_tags}]}", "release_if is never true")]
    [InlineData("hours: office", "- {given: PAID, expect: [{held: throttled}]}\n  answers: {shopify.add_tags: {failure: throttled}}", "hours never holds it")]
    [InlineData("when: 'due > now'", "- {given: PAID, expect: [{cancelled: not_wanted}]}", "when is never true")]
    public async Task Branch_IsReachedOrTold(string keys, string steps, params string[] missing)
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), $"language: 1\nroutes:\n  - id: r\n    on: shopify.order.paid\n    {keys}\n    do: shopify.add_tags\n    with: {{order: \"${{event.id}}\", tags: [paid]}}\n");
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), $"- scenario: one\n  start: {{clock: 2026-11-27T15:00:00Z}}\n  steps:\n    {steps.Replace("PAID", Paid, StringComparison.Ordinal)}\n");
        var coverage = new Coverage();
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment with { Calendars = SomeCalendars.Office }, new() { Watch = coverage }, CancellationToken.None);
        run.Load.Errors.Concat(run.Errors).Select(error => error.ToString()).Concat(run.Results.SelectMany(result => result.Differences)).ShouldBeEmpty();
        coverage.Of(run.Load.Snapshot!.Routes).NotReached.Select(branch => branch.Branch).ShouldBe(missing);
    }
}
