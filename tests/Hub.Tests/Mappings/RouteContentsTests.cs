using Hub.Mappings;
using Hub.Tests.Calendars;

namespace Hub.Tests.Mappings;

public class RouteContentsTests
{
    private const string Before = """
        language: 1
        vars: {word: hello, other: 3, spaced: one, quoted: two, deep: {inner: x}, cal: support, late: 5}
        links: {desk: {left: whatsapp.thread, right: zendesk.ticket, one_per: left, reopen: 72h}, unused: {left: whatsapp.thread, right: zendesk.ticket}}
        state:
          asked: {of: thread, type: string, for: 24h}
          told: {of: thread, type: string, for: 24h}
        routes:
          - {id: a, on: zendesk.comment.created, do: zendesk.add_tags, with: {ticket: "${event.ticket_id}", tags: ["${vars.word}", b]}}
          - {id: b, on: zendesk.comment.created, do: zendesk.add_tags, with: {ticket: "${event.ticket_id}", tags: [other]}}
          - {id: c, on: zendesk.comment.created, do: zendesk.add_tags, with: {ticket: "${event.ticket_id}", tags: ["${vars . spaced}", "${vars.deep.?inner.orValue('')}"]}}
          - {id: timer, on: shopify.order.paid, if: event.name != "x", let: {greeting: "${vars.late}"}, at: '${now + duration("1h")}', max_late: 1d, do: hub.timer}
          - {id: after, after: timer, outcome: [done], if: 'is_open("support", now)', do: shopify.add_tags, with: {order: "${event.id}", tags: ["${string(let.greeting)}"]}}
          - {id: hours, on: shopify.order.paid, hours: night, do: shopify.add_tags, with: {order: "${event.id}", tags: ["support"]}}
          - {id: through, on: shopify.order.paid, if: 'is_open(vars.cal, now)', do: shopify.add_tags, with: {order: "${event.id}", tags: [x]}}
          - {id: state, on: whatsapp.message.received, if: has(thread.vars.asked), do: whatsapp.reply, with: {to: "${thread}", text: asked}}
          - {id: set, on: whatsapp.message.received, set: {told: x}, do: whatsapp.reply, with: {to: "${thread}", text: told}}
          - {id: link, on: whatsapp.message.received, find: desk, if: linked != null, do: zendesk.add_comment, with: {ticket: "${linked.id}", text: "${event.summary}", public: true}}
        """;

    [Theory]
    [InlineData("  - {id: a, on", "  # a comment\n  - {id: a,   on")]
    [InlineData("id: a, on: zendesk.comment.created, do: zendesk.add_tags", "on: zendesk.comment.created, do: 'zendesk.add_tags', id: a")]
    [InlineData("other: 3", "other: 4")]
    [InlineData("word: hello", "word: bye", "a")]
    [InlineData("\"${vars.word}\", b]", "b, \"${vars.word}\"]", "a")]
    [InlineData("tags: [other]", "tags: [word]", "b")]
    [InlineData("tags: [other]", "tags: ['3']", "b")]
    [InlineData("spaced: one", "spaced: uno", "c")]
    [InlineData("inner: x", "inner: y", "c")]
    [InlineData("late: 5", "late: 6", "timer", "after")]
    [InlineData("late: 5", "late: '5'", "timer", "after")]
    [InlineData("event.name != \"x\"", "event.name != \"y\"", "timer", "after")]
    [InlineData("duration(\"1h\")", "duration(\"2h\")", "timer", "after")]
    [InlineData("string(let.greeting)", "string(let.greeting) + 'x'", "after")]
    [InlineData("cal: support", "cal: night", "through")]
    [InlineData("asked: {of: thread, type: string, for: 24h}", "asked: {of: thread, type: string, for: 48h}", "state")]
    [InlineData("told: {of: thread, type: string, for: 24h}", "told: {of: thread, type: string, for: 48h}", "set")]
    [InlineData("reopen: 72h", "reopen: 73h", "link")]
    [InlineData("unused: {left: whatsapp.thread", "unused: {left: customer")]
    public void Change_MakesThoseRoutesOthersThatDependOnIt(string old, string @new, params string[] changed)
    {
        Before.ShouldContain(old);
        Changed(Of(Before), Of(Before.Replace(old, @new, StringComparison.Ordinal))).ShouldBe(changed, ignoreOrder: true);
    }

    [Theory]
    [InlineData("night", "hours")]
    [InlineData("support", "after", "through")]
    [InlineData("third")]
    public void ChangedCalendar_MakesThoseRoutesOthersThatAskIt(string calendar, params string[] changed) =>
        Changed(Of(Before), Of(Before, changedCalendar: calendar)).ShouldBe(changed, ignoreOrder: true);

    [Fact]
    public void EveryConstant_DecidesExactlyTheRoutesThatNameIt()
    {
        var random = new Random(20_261_122);
        for (var round = 0; round < 30; round++)
        {
            var uses = Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 5).Where(_ => random.Next(3) == 0).ToList()).ToList();
            var after = Enumerable.Range(0, 6).Select(route => route > 0 && random.Next(2) == 0 ? random.Next(route) : -1).ToList();
            var touched = random.Next(5);
            var expected = Enumerable.Range(0, 6).Where(route => Chain(route, after).Any(link => uses[link].Contains(touched))).Select(route => $"r{route}");
            Changed(Of(Folder(uses, after, -1)), Of(Folder(uses, after, touched))).ShouldBe(expected, ignoreOrder: true, customMessage: $"round {round}");
        }
    }

    [Fact]
    public void TextThatIsNull_IsAnotherThanNull() => Of(Before.Replace("tags: [other]", "tags: ['null']", StringComparison.Ordinal))["b"].ShouldNotBe(Of(Before.Replace("tags: [other]", "tags: ['nul']", StringComparison.Ordinal))["b"]);

    [Fact]
    public void RouteInAnotherFile_IsAnother() => Of(Before)["a"].ShouldNotBe(Of(Before, file: "other.yaml")["a"]);

    private static IEnumerable<int> Chain(int route, List<int> after)
    {
        for (var at = route; at >= 0; at = after[at]) yield return at;
    }

    private static string Folder(List<List<int>> uses, List<int> after, int touched) =>
        $"language: 1\nvars:\n{string.Concat(Enumerable.Range(0, 5).Select(name => $"  v{name}: {(name == touched ? "new" : "old")}\n"))}routes:\n"
        + string.Concat(uses.Select((own, route) =>
            $"  - {{id: r{route}, {(after[route] < 0 ? "on: zendesk.comment.created" : $"after: r{after[route]}, outcome: [done]")}, do: zendesk.add_tags, with: {{ticket: '1', tags: [x{string.Concat(own.Select(name => $", \"${{vars.v{name}}}\""))}]}}}}\n"));

    private static List<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        after.Keys.ShouldBe(before.Keys, ignoreOrder: true);
        return [.. before.Where(route => after[route.Key] != route.Value).Select(route => route.Key)];
    }

    private static IReadOnlyDictionary<string, string> Of(string text, string file = "file.yaml", string? changedCalendar = null)
    {
        var calendars = new[] { "support", "night", "third" }.ToDictionary(name => name, name => SomeCalendars.Of(SomeCalendars.OfWeekdays("UTC", name == changedCalendar ? "09:00-18:00" : "09:00-17:00")), StringComparer.Ordinal);
        var loaded = MappingFolder.Compile([new(file, text)], MappingWorld.Environment with { Calendars = calendars });
        loaded.Errors.ShouldBeEmpty();
        return RouteContents.Of(loaded.Snapshot!);
    }
}
