using Hub.Connectors;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Mappings.Scenarios;

/// <summary>One mapping and what happens to it, told to a scenario and to the hub.</summary>
/// <param name="Routes">The file below its first line.</param>
/// <param name="Steps">What happens: an event, or time that passes.</param>
internal sealed record ParityCase(string Routes, params ParityStep[] Steps)
{
    /// <summary>How the vendor answers the calls of an action, in turn: a failure, or null for done.</summary>
    public IReadOnlyDictionary<string, FailureKind?[]> Answers { get; init; } = new Dictionary<string, FailureKind?[]>(StringComparer.Ordinal);

    /// <summary>The hub's retry schedule; empty for the usual one.</summary>
    public IReadOnlyList<string> Retries { get; init; } = [];

    /// <summary>How the question <c>fake.ask</c> fails; null for the answer <c>answer</c>.</summary>
    public FailureKind? Question { get; init; }
}

/// <summary>A step of a case.</summary>
/// <param name="Event">What happens; null where only time passes.</param>
/// <param name="Later">How much later than the step before.</param>
internal sealed record ParityStep(FakeEvent? Event, TimeSpan Later)
{
    public static implicit operator ParityStep(FakeEvent happened) => new(happened, TimeSpan.Zero);

    public static implicit operator ParityStep(TimeSpan later) => new(null, later);
}

/// <summary>The cases in which a scenario has to say what the hub does.</summary>
internal static class ParityCases
{
    private const string Set = "do: fake.set_field, with: {record: a, text: \"${event.text}\"}";
    private const string Tell = "max_age: 24h, do: fake.send_template, with: {to: +4915112345678, template: news, language: [en]}";
    private const string Desk = "links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}\n";
    private const string Comment = "{id: comment, on: fake.message.received, find: desk, if: linked != null, do: fake.add_comment, with: {ticket: \"${linked.id}\", text: \"${event.text}\"}}";
    private const string LateReply = "id: r, on: fake.message.received, if: event.text == 'first', at: \"${now + duration('25h')}\", do: fake.reply, with: {to: \"${thread}\", text: hello}";
    private const string Template = "outside_window: {template: news, language: [en], once_per: closed_window, keep: 2h}";

    private static readonly TimeSpan Hour = TimeSpan.FromMinutes(61);

    public static IReadOnlyDictionary<string, ParityCase> All { get; } = new Dictionary<string, ParityCase>(StringComparer.Ordinal)
    {
        ["once: a key that is spent"] = new(One($"once: \"${{event.record}}\", {Set}"), Thing("a"), Thing("b")),
        ["once: an effect that is unknown spends the key, and is parked in the end"] = new(
            One($"once: \"${{event.record}}\", {Tell}", After("unknown"), After("parked"), "{id: heard, on: hub.command.parked, do: fake.pay, with: {record: b, text: \"${event.route} ${event.reason}\"}}"),
            Thing("a"), Thing("b"), TimeSpan.FromMinutes(11), Thing("c"))
        { Answers = Of("fake.send_template", FailureKind.Unknown) },
        ["once: what is parked keeps its key"] = new(One($"once: \"${{event.record}}\", {Set}", After("parked")), Thing("a"), Thing("b"), Thing("c")) { Answers = Of("fake.set_field", FailureKind.Rejected) },
        ["once: what is refused frees its key"] = new(One($"once: \"${{event.record}}\", {Set}", After("rejected")), Thing("a"), Thing("b"), Thing("c")) { Answers = Of("fake.set_field", FailureKind.Rejected) },
        ["once: a closed target frees the key"] = new(One($"once: \"${{event.record}}\", {Set}"), Thing("a"), Thing("b")) { Answers = Of("fake.set_field", FailureKind.TargetClosed) },
        ["once: the second waits for the first, and is refused"] = new(One($"once: \"${{event.record}}\", {In("1h")}, {Set}"), Thing("a"), Thing("b"), Hour),
        ["once: the second waits for the first, and inherits the key before it is due"] = new(
            One($"once: \"${{event.record}}\", at: \"${{now + duration(string(event.number) + 'h')}}\", {Set}"),
            Thing("a"), Thing("b") with { Number = 2 }, Hour, Hour)
        { Answers = Of("fake.set_field", FailureKind.TargetClosed) },
        ["once: who inherits a key too late is refused"] = new(
            One($"once: \"${{event.record}}\", at: \"${{now + duration(string(event.number) + 'h')}}\", do: fake.set_field, with: {{record: \"${{event.text}}\", text: \"${{event.text}}\"}}", After("too_late")),
            Thing("a") with { Number = 2 }, Thing("b"), new TimeSpan(2, 1, 0))
        { Answers = Of("fake.set_field", FailureKind.TargetClosed) },
        ["once: whoever is replaced in the slot leaves the key to the newer"] = new(One($"once: \"${{event.record}}\", slot: s, {In("1h")}, {Set}"), Thing("a"), Thing("b"), Hour),
        ["once: two items with one key"] = new(
            One($"each: \"${{['a', 'b']}}\", once: \"${{item.size() > 0}}\", do: fake.set_field, with: {{record: a, text: \"${{item}}\"}}"), Thing("a")) { Answers = Of("fake.set_field", FailureKind.Rejected) },
        ["slot: newest"] = new(One($"slot: s, {In("1h")}, {Set}"), Thing("a"), Thing("b"), Hour),
        ["slot: oldest"] = new(One($"slot: {{key: s, keep: oldest}}, {In("1h")}, {Set}"), Thing("a"), Thing("b"), Hour, Thing("c")),
        ["slot: two of one event"] = new(One("each: \"${['a', 'b']}\", slot: s, do: fake.set_field, with: {record: a, text: \"${item}\"}"), Thing("a")),
        ["slot: cancel one, then all below"] = new(
            One($"slot: \"o/${{event.text}}\", {In("1h")}, {Set}", "{id: one, on: fake.thing.changed, if: event.text != 'all', cancel: [\"o/${event.text}\"]}", "{id: all, on: fake.thing.changed, if: event.text == 'all', cancel: [\"o/*\"]}"),
            Thing("a"), Thing("b"), Thing("c"), Changed("a"), Changed("all")),
        ["slot: release_if"] = new(One($"if: event.number == 1, slot: s, release_if: event.number == 2, {In("1h")}, {Set}"), Thing("a"), Thing("b") with { Number = 2 }, Hour),
        ["slot: who waits for a key is cancelled too"] = new(
            One($"once: \"${{event.record}}\", slot: \"o/${{event.text}}\", {In("1h")}, {Set}", "{id: stop, on: fake.thing.changed, cancel: [\"o/${event.text}\"]}"),
            Thing("a"), Thing("b"), Changed("a"), Hour),
        ["limit: drop"] = new(One($"limit: {{count: 1, per: route, in: 1h, over: drop}}, {Set}", After("capped")), Thing("a"), Thing("b"), Hour, Thing("c")),
        ["limit: hold"] = new(One($"limit: {{count: 1, per: route, in: 1h, over: hold}}, {Set}"), Thing("a"), Thing("b"), Hour),
        ["limit: newest"] = new(One($"limit: {{count: 1, per: route, in: 1h, over: newest}}, {Set}"), Thing("a"), Thing("b"), Thing("c"), Hour),
        ["limit: what had no effect does not count"] = new(One($"limit: {{count: 1, per: route, in: 1h, over: drop}}, {Set}"), Thing("a"), Thing("b"), Thing("c")) { Answers = Of("fake.set_field", FailureKind.TargetClosed) },
        ["hours: the weekend"] = new(One($"hours: office, slot: s, {Set}"), Thing("a"), Thing("b"), new TimeSpan(2, 1, 0, 0)),
        ["set: a conversation"] = new(
            """
            state: {asked: {of: thread, type: string, for: 2h}}
            routes:
              - {id: answer, on: fake.message.received, if: thread.vars.asked == 'budget', set: {asked: null}, do: fake.set_field, with: {record: a, text: "${event.text}"}}
              - {id: ask, on: fake.message.received, if: thread.vars.asked == null, set: {asked: budget}, do: fake.reply, with: {to: "${thread}", text: "what?"}}
            """,
            Said("hello"), Said("5000"), Said("hello again"), TimeSpan.FromHours(3), Said("late")),
        ["max_age: an event that is too old when it is due"] = new(One($"max_age: 1h, {In("2h")}, {Set}", After("refused")), Thing("a"), new TimeSpan(2, 1, 0)),
        ["max_late: a time that has passed"] = new(One($"at: \"${{now - duration('10m')}}\", {Set}", After("too_late")), Thing("a")),
        ["max_late: a time that has passed, but not by too much"] = new(One($"at: \"${{now - duration('10m')}}\", max_late: 15m, {Set}"), Thing("a")),
        ["late: an event that is in time"] = new(One($"late: true, {Tell}"), Thing("a")),
        ["window: closed"] = new(One2($"{{{LateReply}}}", After("window_closed")), Said("first"), new TimeSpan(25, 1, 0)),
        ["window: closed, a template goes, the words follow the answer"] = new(
            One2($"{{{LateReply}, {Template}}}", After("window_closed"), After("done")), Said("first"), new TimeSpan(25, 1, 0), Said("second")),
        ["window: closed, and no answer comes"] = new(
            One2($"{{{LateReply}, {Template}}}", After("window_closed"), After("refused")), Said("first"), new TimeSpan(25, 1, 0), TimeSpan.FromHours(3)),
        ["window: closed by the vendor's word"] = new(
            One2($"{{id: r, on: fake.message.received, if: event.text == 'first', {Template}, do: fake.reply, with: {{to: \"${{thread}}\", text: hello}}}}", After("window_closed")), Said("first"), TimeSpan.FromHours(3)) { Answers = Of("fake.reply", FailureKind.WindowClosed) },
        ["consent: STOP"] = new(
            "routes: [{id: offer, on: fake.message.received, max_age: 1d, do: fake.send_template, with: {to: \"${thread}\", template: offer, language: [en]}}, {id: heard, on: hub.consent.changed, do: fake.set_field, with: {record: a, text: \"${event.category} ${string(event.allowed)}\"}}]",
            Said("hello"), Said("STOP"), Said("hello"), Said("START")),
        ["consent: the vendor says so"] = new(
            "routes: [{id: offer, on: fake.message.received, max_age: 1d, do: fake.send_template, with: {to: \"${thread}\", template: offer, language: [en]}}]", Said("a"), Said("b")) { Answers = Of("fake.send_template", FailureKind.OptedOut) },
        ["after: a chain"] = new(One(
            "do: fake.create_ticket, with: {subject: \"${event.text}\"}", "{id: s, after: r, outcome: [done], do: fake.set_field, with: {record: a, text: \"made for ${event.text}\"}}",
            "{id: t, after: s, outcome: [failed], do: fake.pay, with: {record: a, text: \"${failure.outcome} of ${event.text}\"}}", "{id: u, after: s, outcome: [done], do: fake.pay, with: {record: a, text: \"paid for ${event.text}\"}}"), Thing("a"), Thing("b")) { Answers = Of("fake.set_field", null, FailureKind.TargetClosed) },
        ["after: nobody to send to"] = new(One("max_age: 1d, do: fake.send_template, with: {to: \"${phone(event.phone, 'DE')}\", template: news, language: [en]}", After("no_whatsapp")), Thing("a")),
        ["after: the vendor finds nobody"] = new(One(Tell, After("no_whatsapp")), Thing("a")) { Answers = Of("fake.send_template", FailureKind.NoWhatsApp) },
        ["after: an input is empty"] = new(One("do: fake.set_field, with: {record: a, text: \"${event.?phone.orValue('')}\"}", After("refused")), Thing("a")),
        ["after: used up"] = new(One($"once: \"${{event.record}}\", {Set}", "{id: s, after: r, outcome: [refused], do: fake.pay, with: {record: a, text: \"${failure.?code.orValue('none')}\"}}"), Thing("a"), Thing("b")),
        ["parked: an expression fails at the event"] = new(One($"if: 10 / event.number > 0, {Set}"), Thing("a") with { Number = 0 }, Thing("b")),
        ["parked: an expression fails at delivery"] = new(
            One($"read: {{seen: {{query: fake.ask, with: {{record: a}}}}}}, when: 10 / (event.number - read.seen.text.size()) > 0, {Set}", "{id: heard, on: hub.command.parked, do: fake.pay, with: {record: b, text: \"${event.reason}\"}}"),
            Thing("a") with { Number = 6 }, Thing("b") with { Number = 7 }),
        ["parked: the vendor does not work"] = new(One(Set, After("parked")), Thing("a")) { Answers = Of("fake.set_field", FailureKind.Transient, FailureKind.Transient), Retries = ["00:00:01"] },
        ["parked: the vendor does not answer"] = new(One(Set, After("parked"), After("unknown")), Thing("a")) { Answers = Of("fake.set_field", FailureKind.Unknown, FailureKind.Unknown), Retries = ["00:00:01"] },
        ["when: not wanted"] = new(One($"slot: s, {In("1h")}, when: due < now, {Set}"), Thing("a"), Hour),
        ["read: refused"] = new(One($"read: {{seen: {{query: fake.ask, with: {{record: a}}}}}}, {Set}", After("parked")), Thing("a")) { Question = FailureKind.TargetClosed },
        ["held: the vendor says later"] = new(One(Tell), Thing("a"), new TimeSpan(24, 1, 0)) { Answers = Of("fake.send_template", FailureKind.Later) },
        ["held: the vendor is busy"] = new(One(Set), Thing("a"), TimeSpan.FromMinutes(1)) { Answers = Of("fake.set_field", FailureKind.Throttled) },
        ["held: the vendor is busy, and is asked again after five seconds"] = new(One(Set), Thing("a"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Answers = Of("fake.set_field", FailureKind.Throttled) },
        ["held: the vendor refuses the credentials"] = new(One(Set), Thing("a"), TimeSpan.FromHours(1)) { Answers = Of("fake.set_field", FailureKind.Unauthorized) },
        ["link: made, used, ended, found again"] = new(
            Desk + "routes: [{id: open, on: fake.message.received, find: desk, if: linked == null, link: {desk: \"${result.ticket_id}\"}, do: fake.create_ticket, with: {subject: \"${event.text}\"}}, " + Comment + "]",
            Said("a"), Said("b"), TimeSpan.FromHours(1), Said("c")),
        ["link: who needs it waits while it is made"] = new(Desk + Later + Comment + "]", Said("a"), Said("b"), Said("c"), Hour),
        ["link: who needs it is parked when it is not made"] = new(Desk + Later + Comment + ", " + After("parked", "open") + "]", Said("a"), Said("b"), Hour, Said("c")) { Answers = Of("fake.create_ticket", FailureKind.Rejected) },
        ["link: it is there already"] = new(
            Desk + "routes: [{id: open, on: fake.message.received, link: {desk: \"${result.ticket_id}\"}, do: fake.create_ticket, with: {subject: \"${event.text}\"}}]", Said("a"), Said("b")),
        ["link: its value fails when its maker is done"] = new(
            Desk + "routes: [{id: open, on: fake.message.received, find: desk, if: linked == null, at: \"${now + duration('1h')}\", link: {desk: \"${result.ticket_id.substring(99)}\"}, do: fake.create_ticket, with: {subject: \"${event.text}\"}}, " + Comment + "]",
            Said("a"), Said("b"), Hour),
        ["link: its maker is replaced in its slot"] = new(
            Desk + $"routes: [{{id: open, on: fake.message.received, slot: s, {In("1h")}, link: {{desk: \"${{result.ticket_id}}\"}}, do: fake.create_ticket, with: {{subject: \"${{event.text}}\"}}}}]", Said("a"), Said("b"), Hour),
    };

    private const string Later = "routes: [{id: open, on: fake.message.received, find: desk, if: linked == null, at: \"${now + duration('1h')}\", link: {desk: \"${result.ticket_id}\"}, do: fake.create_ticket, with: {subject: \"${event.text}\"}}, ";

    private static string One(string keys, params string[] others) => One2($"{{id: r, on: fake.thing.happened, {keys}}}", others);

    private static string One2(string route, params string[] others) => $"routes: [{string.Join(", ", [route, .. others])}]";

    private static string In(string later) => $"at: \"${{now + duration('{later}')}}\"";

    private static string After(string outcome, string route = "r") =>
        $"{{id: after-{outcome.Replace('_', '-')}, after: {route}, outcome: [{outcome}], do: fake.pay, with: {{record: a, text: {(outcome == "done" ? "done" : "\"${failure.outcome}\"")}}}}}";

    private static Dictionary<string, FailureKind?[]> Of(string action, params FailureKind?[] answers) => new(StringComparer.Ordinal) { [action] = answers };

    private static FakeEvent Thing(string text) => new() { Text = text };

    private static FakeEvent Changed(string text) => new() { Type = "fake.thing.changed", Text = text };

    private static FakeEvent Said(string text) => new() { Type = "fake.message.received", Text = text, Phone = "4915112345678" };
}
