using Hub.Mappings.Scenarios;
using Hub.Tests.Calendars;

namespace Hub.Tests.Mappings.Scenarios;

/// <summary>Hours, limits and slots in scenarios; the clock begins on a Friday at four, and the office closes at five.</summary>
public sealed class ScenarioHoldsTests : IDisposable
{
    private const string Paid =
        "{event: shopify.order.paid, data: {id: '5', name: '#5', currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'}}";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-holds").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ClosedCalendar_IsShownAsAHoldAndGoesWhenItOpens() => (await RunAsync(
        "hours: office",
        $"- {{given: {Paid}, expect: [{{do: shopify.add_tags}}]}}",
        $"- {{at: 2h, given: {Paid}, expect: [{{held: out_of_hours, route: r, action: shopify.add_tags, until: '2026-11-30T09:00:00Z'}}]}}",
        "- {at: 62h, expect: []}",
        "- {at: 1h, expect: [{do: shopify.add_tags}]}")).ShouldBeEmpty();

    [Theory]
    [InlineData("drop", "[{refused: capped}]", "[]")]
    [InlineData("hold", "[{held: capped, until: '2026-11-27T17:00:00Z'}]", "[{do: shopify.add_tags}, {held: capped, until: '2026-11-27T18:00:00Z'}]")]
    [InlineData("newest", "[{held: capped, until: '2026-11-27T17:00:00Z'}]", "[{do: shopify.add_tags}]")]
    public async Task UsedUpLimit_DoesAsOverSays(string over, string second, string later) => (await RunAsync(
        $"limit: {{count: 1, per: route, in: 1h, over: {over}}}",
        $"- {{given: {Paid}, expect: [{{do: shopify.add_tags}}]}}",
        $"- {{given: {Paid}, expect: {second}}}",
        $"- {{given: {Paid}, expect: {(over == "newest" ? "[{cancelled: replaced}, {held: capped}]" : second)}}}",
        $"- {{at: 1h, expect: {later}}}")).ShouldBeEmpty();

    [Theory]
    [InlineData("{in_slot: o/5, route: r, action: shopify.add_tags, until: '2026-11-27T17:00:00Z'}", true)]
    [InlineData("{in_slot: o/5, route: null}", false)]
    [InlineData("{in_slot: o/6, route: null}", true)]
    public async Task WhatWaitsInASlot_CanBeAsked(string asked, bool holds) => (await RunAsync(
        "slot: \"o/${event.id}\"\n    at: \"${now + duration('1h')}\"",
        $"- {{given: {Paid}, expect: [{{waits: shopify.add_tags}}, {asked}]}}")).Count.ShouldBe(holds ? 0 : 1);

    [Theory]
    [InlineData("throttled")]
    [InlineData("later")]
    public async Task VendorThatKeepsPuttingOff_IsToldOnceAStep(string answer) => (await RunAsync(
        "late: true",
        $"- {{given: {Paid}, expect: [{{held: {answer}}}]}}",
        $"- {{at: 30d, expect: [{{held: {answer}}}]}}",
        $"- {{at: 3000d, expect: [{{held: {answer}}}]}}\n  answers: {{shopify.add_tags: {{failure: {answer}}}}}")).ShouldBeEmpty();

    private async Task<IReadOnlyList<string>> RunAsync(string keys, params string[] steps)
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), $"language: 1\nroutes:\n  - id: r\n    on: shopify.order.paid\n    {keys}\n    do: shopify.add_tags\n    with: {{order: \"${{event.id}}\", tags: [paid]}}\n");
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), $"- scenario: one\n  start: {{clock: 2026-11-27T16:00:00Z}}\n  steps:\n    {string.Join("\n    ", steps)}\n");
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment with { Calendars = SomeCalendars.Office }, CancellationToken.None);
        run.Errors.Concat(run.Load.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        return run.Results.ShouldHaveSingleItem().Differences;
    }
}
