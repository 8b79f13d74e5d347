using System.Text.Json;
using Hub.Connectors.Zendesk;
using Hub.Mappings;

namespace Hub.Tests.Mappings;

/// <summary>Whoever is not asked about an event would not match it, and not fail.</summary>
public sealed class RouteIndexTests
{
    private const string Comment = "zendesk.comment.created";

    // Each with the texts of event.body, event.author.name and event.ticket_id for which it is asked; null where it is asked always.
    public static TheoryData<string, string?> Conditions => new()
    {
        { """event.body == "a" """, "body=a" },
        { """ "a" == event.body""", "body=a" },
        { """event.author.name == "Ann" """, "author.name=Ann" },
        { """event.is_public && event.body == "a" && event.author.name == "Ann" """, "body=a" },
        { "event.body == vars.word", "body=a" },
        { """event.body == "a" || event.is_public""", null },
        { """event.body != "a" """, null },
        { """!(event.body == "a")""", null },
        { """event.body.lowerAscii() == "a" """, null },
        { """event.body == event.ticket_id""", null },
        { """event.raw.x == "a" """, null },
        { """customer != null && customer.name == "a" """, null },
        { "event.is_public", null },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Condition_DistinguishesByWhatMustHoldWhereItIsTrue(string condition, string? distinguishes)
    {
        var found = Compile($"{{id: a, on: {Comment}, if: '{condition.Trim()}', {Tag}}}").Routes[0].Distinction;
        (found is null ? null : $"{found.Path}={found.Text}").ShouldBe(distinguishes);
    }

    [Theory]
    [InlineData("each: \"${event.ticket.tags}\"")]
    [InlineData("find: {customer: {phone: \"${event.body}\"}}")]
    [InlineData("slot: \"${event.ticket_id}\", release_if: event.is_public")]
    public void RouteThatMayFailOrReleaseBesides_IsAskedAlways(string key) =>
        Compile($"{{id: a, on: {Comment}, if: 'event.body == \"a\"', {key}, {Tag}}}").Routes[0].Distinction.ShouldBeNull();

    [Fact]
    public void RoutesThatAreLeftOut_WouldNotMatch_AndTheOthersKeepTheirOrder()
    {
        string[] words = ["a", "b", "c", ""];
        string?[] names = ["Ann", "Ben", null];
        var conditions = words.SelectMany(word => new[] { $"event.body == \"{word}\"", $"event.author.name == \"Ann\" && event.body != \"{word}\"", $"event.body == \"{word}\" && event.raw.missing == 1", "event.is_public", $"event.author.name == \"{word}\"" }).ToList();
        var snapshot = Compile([.. conditions.Select((condition, i) => $"{{id: r{i}, on: {Comment}, if: '{condition}', {Tag}}}")]);
        foreach (var (word, name, isPublic) in from word in words from name in names from isPublic in new[] { true, false } select (word, name, isPublic))
        {
            var view = Event(word, name, isPublic);
            var asked = snapshot.On(Comment, view.Data);
            asked.Select(route => route.Id).ShouldBe(snapshot.On(Comment).Where(asked.Contains).Select(route => route.Id));
            snapshot.On(Comment).Except(asked).Select(route => route.Evaluate(new() { Event = view })).ShouldAllBe(outcome => outcome is RouteOutcome.NotMatched);
            asked.Count.ShouldBeLessThan(conditions.Count);
        }
    }

    private const string Tag = "do: zendesk.add_tags, with: {ticket: x, tags: [a]}";

    private static Snapshot Compile(params string[] routes)
    {
        var loaded = MappingWorld.Compile($"name: Test\nvars: {{word: a}}\nroutes:\n{string.Concat(routes.Select(route => $"  - {route}\n"))}");
        loaded.Errors.ShouldBeEmpty();
        return loaded.Snapshot!;
    }

    private static EventView Event(string body, string? name, bool isPublic)
    {
        var now = DateTimeOffset.UnixEpoch;
        var data = new CommentCreated
        {
            TicketId = "481", CommentId = "7001", Body = body, IsPublic = isPublic, Author = new() { Id = "9", Name = name, IsStaff = true }, Ticket = new() { Tags = [] }, CreatedAt = now, Raw = JsonDocument.Parse("{}").RootElement,
        };
        return new("e1", Comment, "zendesk", data, new Dictionary<string, string>(StringComparer.Ordinal), now, now);
    }
}
