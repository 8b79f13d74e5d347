using System.Text.Json;
using Hub.Connectors.Zendesk;
using Hub.Mappings;
using Hub.Tests.Calendars;

namespace Hub.Tests.Mappings;

public sealed class RouteCompilerLimitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ProcessingMoment Comment = new()
    {
        Event = new(
            "e1", "zendesk.comment.created", "zendesk",
            new CommentCreated
            {
                TicketId = "481", CommentId = "7001", Body = "hello", IsPublic = true, Author = new() { Id = "9", IsStaff = true }, Ticket = new() { Tags = [] }, CreatedAt = Now, Raw = JsonDocument.Parse("{}").RootElement,
            },
            new Dictionary<string, string>(StringComparer.Ordinal), Now, Now),
    };

    private static readonly MappingEnvironment Environment = MappingWorld.Environment with { Calendars = SomeCalendars.Office };

    [Theory]
    [InlineData("hours: offise", "There is no calendar offise. Did you mean office? Declare it under Calendars in the settings, or in calendars.json beside the mapping files.")]
    [InlineData("limit: 3", "limit takes names and values. Write them below it, each as name: value.")]
    [InlineData("limit: {per: route, in: 1d}", "count is missing. Write count: 1.")]
    [InlineData("limit: {count: 1, in: 1d}", "per is missing. Write per: customer.")]
    [InlineData("limit: {count: 1, per: route}", "in is missing. Write in: 1d.")]
    [InlineData("limit: {count: 0, per: route, in: 1d}", "count takes a whole number from 1 to 1000, not 0. Write for example count: 1.")]
    [InlineData("limit: {count: one, per: route, in: 1d}", "count takes a whole number from 1 to 1000, not one. Write for example count: 1.")]
    [InlineData("limit: {count: 1, per: custmer, in: 1d}", "per takes customer, thread, route, or a text with ${…}, not custmer. Did you mean customer?")]
    [InlineData("limit: {count: 1, per: route, in: a day}", "in takes a duration such as 90s, 5m, 24h or 7d, not a day.")]
    [InlineData("limit: {count: 1, per: route, in: 0d}", "in takes a duration above zero, for example 1d.")]
    [InlineData("limit: {count: 1, per: route, in: 1d, over: wait}", "over takes drop, hold, newest, not wait. Without it over is drop.")]
    [InlineData("limit: {count: 1, per: route, within: 1d, in: 1d}", "limit has no key within. Its keys are count, per, in, over.")]
    [InlineData("lane: express", "lane takes interactive, template, sync, backfill, not express. Leave it out for the action's own.")]
    [InlineData("late: perhaps", "late takes true or false, not perhaps.")]
    [InlineData("max_late: 5m", "max_late has meaning only with at. Remove it, or write max_age for the age of the event.")]
    [InlineData("slot: {key: a, keep: both}", "keep takes newest or oldest, not both.")]
    [InlineData("release_if: 'true'", "release_if empties a slot, and the route has none. Add slot.")]
    public void Mistake_IsToldInOneSentence(string key, string message) => Errors($"do: shopify.add_tags\n    with: {{order: x, tags: [a]}}\n    {key}").ShouldBe([message]);

    [Theory]
    [InlineData("hours: office", "hours needs do: it speaks of a command. Add do and an action, or remove hours.")]
    [InlineData("limit: {count: 1, per: route, in: 1d}", "limit needs do: it speaks of a command. Add do and an action, or remove limit.")]
    [InlineData("lane: sync", "lane needs do: it speaks of a command. Add do and an action, or remove lane.")]
    public void KeyOfACommand_NeedsDo(string key, string message) => Errors($"cancel: a\n    {key}", "  - {id: s, on: zendesk.comment.created, slot: a, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}").ShouldBe([message]);

    [Theory]
    [InlineData("customer", nameof(LimitPer.Customer), null)]
    [InlineData("thread", nameof(LimitPer.Thread), null)]
    [InlineData("route", nameof(LimitPer.Route), null)]
    [InlineData("\"${event.ticket_id}\"", nameof(LimitPer.Key), "481")]
    public void Limit_ComesWithItsCommand(string per, string kind, string? key)
    {
        var loaded = Load($"do: whatsapp.reply\n    with: {{to: \"${{phone('+61491570006', null)}}\", text: a}}\n    hours: office\n    limit: {{count: 2, per: {per}, in: 1d, over: newest}}");
        loaded.Errors.Select(error => error.ToString()).ShouldBeEmpty();
        var command = ((RouteOutcome.Matched)loaded.Snapshot!.Find("r")!.Evaluate(Comment)).Commands.ShouldHaveSingleItem();
        command.Hours.ShouldBe("office");
        command.Limit.ShouldBe(new(2, Enum.Parse<LimitPer>(kind), key, TimeSpan.FromDays(1), LimitOver.Newest));
    }

    [Fact]
    public void LimitPerSomebodyWhomTheEventDoesNotName_FailsTheRoute()
    {
        var loaded = Load("do: zendesk.add_tags\n    with: {ticket: x, tags: [a]}\n    limit: {count: 1, per: customer, in: 1d}");
        var failure = loaded.Snapshot!.Find("r")!.Evaluate(Comment).ShouldBeOfType<RouteOutcome.Failed>().Failure;
        failure.Message.ShouldBe("limit counts per customer, and the event has none.");
    }

    private static List<string> Errors(string keys, string more = "") => [.. Load(keys, more).Errors.Select(error => error.Message)];

    private static LoadResult Load(string keys, string more = "") => MappingWorld.Compile($"routes:\n  - id: r\n    on: zendesk.comment.created\n    {keys}\n{more}", Environment);
}
