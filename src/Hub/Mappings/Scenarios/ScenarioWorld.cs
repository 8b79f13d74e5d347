using System.Text.Json.Nodes;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings.Scenarios;

/// <summary>A small world in memory in which routes run: one customer and thread, links, slots, keys and words that wait. It follows the hub's rules for them, and delivers at once.</summary>
internal sealed partial class ScenarioWorld
{
    private const string CustomerId = "customer";
    private const string ThreadId = "thread";

    /// <summary>Where the time of scenarios ends: what the longest durations of a mapping add to it can still be told.</summary>
    public static readonly DateTimeOffset End = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Snapshot snapshot;
    private readonly MappingEnvironment environment;
    private readonly ScenarioAnswers answers;
    private readonly ScenarioLinks links;
    private readonly ScenarioState state;
    private readonly ScenarioOnce keys = new();
    private readonly SortedDictionary<int, Planned> open = [];
    private readonly List<JsonObject> results = [];
    private CustomerView? customer;
    private ThreadView? thread;
    private bool isNamed;
    private DateTimeOffset? templateSentFor;
    private DateTimeOffset stepEnd;
    private int planned;

    public ScenarioWorld(Snapshot snapshot, MappingEnvironment environment, JsonObject start, JsonObject answers, DateTimeOffset clock)
    {
        this.snapshot = snapshot;
        this.environment = environment;
        this.answers = new(answers);
        Now = start["clock"] is not { } given ? clock
            : TimestampText.TryParse(given.ToString(), out var moment) && moment < End ? moment
            : throw new ScenarioException($"start: clock takes a time such as 2026-03-01T10:00:00Z, before the year 9000, not {given}.");
        var consent = new ConsentView(Texts(start["consent"]?["opted_in"]), Texts(start["consent"]?["opted_out"]));
        if (start["customer"] is JsonObject person)
        {
            customer = new(CustomerId, Text(person, "name"), Text(person, "phone"), Text(person, "email"), Text(person, "language"), Text(person, "time_zone"), Text(person, "country")) { Tags = Texts(person["tags"]), Consent = consent };
        }
        else if (start["consent"] is not null)
        {
            customer = new(CustomerId, null, null, null, null, null, null) { Consent = consent };
        }

        if (start["thread"] is JsonObject conversation)
        {
            thread = new(ThreadId, Text(conversation, "number") ?? "number", TimestampText.TryParse(Text(conversation, "window_open_until") ?? "", out var until) ? until : null);
        }

        links = new(snapshot, start["links"] as JsonObject ?? [], Now);
        state = new(snapshot, start["state"] as JsonObject ?? [], Now);
    }

    /// <summary>Sees what routes and commands do; null for nobody.</summary>
    public ScenarioWatch? Watch { get; init; }

    /// <summary>The moment.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>What came since the last call, in order.</summary>
    public IReadOnlyList<JsonObject> TakeResults()
    {
        var taken = results.ToList();
        results.Clear();
        return taken;
    }

    /// <summary>Lets time pass; commands that become due go, in their order.</summary>
    public async Task MoveToAsync(DateTimeOffset moment, CancellationToken cancel)
    {
        stepEnd = moment;
        while (open.Values.Where(command => command.Due <= moment).MinBy(command => command.Due) is { } due)
        {
            Now = due.Due > Now ? due.Due.Value : Now;
            switch (due.For)
            {
                case Wait.ForCustomer:
                    await CloseAsync(due, new(Settlement.Refused, RefuseReason.WindowClosed, Settlement.Refused), null, cancel);
                    break;
                case Wait.ForAnswer:
                    await CloseAsync(due, Settled.Parked(ParkReason.Unknown), null, cancel);
                    break;
                default:
                    await DeliverAsync(due, cancel);
                    break;
            }

            await ReportAsync(cancel);
        }

        Now = moment;
    }

    /// <summary>Lets an event happen.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="from">The connection that reports it, one of <see cref="ScenarioEvents.ConnectionOf"/>; null for the first that can.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task HappenAsync(IncomingEvent happened, string? from, CancellationToken cancel)
    {
        var kept = happened.Fact is ConversationFact.MessageReceived ? open.Values.Where(command => command.For == Wait.ForCustomer).ToList() : [];
        var (connection, connector) = environment.All.First(pair => pair.Connector.Events.Any(type => type.Name == happened.Type) && (from is null || pair.Name == from));
        var type = connector.Events.First(type => type.Name == happened.Type);
        if (happened.Fact is ConversationFact.MessageReceived or ConversationFact.PreferenceStated) await HearAsync(happened.Fact, connection, connector, cancel);
        if (type.InThread || type.OfCustomer) customer ??= new(CustomerId, null, null, null, null, null, null);
        if (type.InThread) thread ??= new(ThreadId, "number", null);
        var sees = happened.Fact is ConversationFact.MessageReceived or ConversationFact.PreferenceStated ? new Sight(true, true) : new(type.InThread || type.OfCustomer || type.NamesPerson || IsCustomer(AboutNames.Of(type.About?.Invoke(happened.Data), connection)), type.InThread);
        var ends = happened.Ends.ToDictionary(StringComparer.Ordinal);
        var view = new EventView(happened.DeliveryKey, happened.Type, connection, happened.Data, ends, happened.OccurredAt, Now);
        await RunAsync(snapshot.On(happened.Type).Where(route => route.Trigger is RouteTrigger.OnEvents on && (on.Connection is null || on.Connection == connection)), new(view, null, sees, []), cancel);
        foreach (var words in kept)
        {
            if (open.TryGetValue(words.Id, out var still) && still.For == Wait.ForCustomer) await DeliverAsync(still with { WakeAt = Now }, cancel);
        }

        await ReportAsync(cancel);
    }

    private static string? Text(JsonObject from, string name) => from[name]?.ToString();

    private static List<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => item?.ToString() ?? "")];

    // What a scenario tells of its customer is a phone and an e-mail address: by those an event about them is known.
    private bool IsCustomer(AboutNames? about) => customer is not null && about is not null
        && (about.Phone is { } phone && customer.Phone is { } theirs
            ? PhoneNumbers.MatchKey(phone.Value) == PhoneNumbers.MatchKey(theirs)
            : about.Email is { } email && string.Equals(email.Value, customer.Email, StringComparison.OrdinalIgnoreCase));

    // All routes look first, as they stand at the event; then their commands go.
    private async Task RunAsync(IEnumerable<Route> routes, Cause happening, CancellationToken cancel)
    {
        var turns = new Queue<Turn>();
        var looks = routes.Select(route => (route, moment: MomentOf(route, happening))).Select(pair => (pair.route, pair.moment, outcome: pair.route.Evaluate(pair.moment))).ToList();
        foreach (var (route, moment, outcome) in looks)
        {
            Watch?.Looked(route, moment, outcome);
            switch (outcome)
            {
                case RouteOutcome.Failed failed:
                    results.Add(Failed(route.Id, failed.Failure));
                    break;
                case RouteOutcome.NotMatched { ReleasedSlot: { } slot }:
                    Cancel(SlotMatch.One(slot), turns);
                    break;
                case RouteOutcome.Matched matched:
                    if (matched.ReleasedSlot is { } released) Cancel(SlotMatch.One(released), turns);
                    foreach (var slots in matched.CancelSlots) Cancel(slots, turns);
                    if (matched.Unlink is { } link) links.End(link, Now);
                    if (matched.Set.Count > 0) results.Add(new() { ["set"] = new JsonObject(matched.Set.Select(set => KeyValuePair.Create(set.Variable.Name, state.Set(set, Now)))), ["route"] = route.Id });
                    var cause = happening with { Sees = new(moment.Customer is not null, moment.Thread is not null) };
                    foreach (var command in matched.Commands) Make(command, cause, turns);
                    break;
            }
        }

        await TakeAsync(turns, cancel);
    }

    // Who an event does not name is found by its link or by find, or not at all.
    private ProcessingMoment MomentOf(Route route, Cause cause)
    {
        var linked = links.Find(route.Find, cause.Event, Now);
        var isFromRight = linked is not null && route.Find is FindBy.ByLink { FromLeft: false };
        var moment = new ProcessingMoment { Event = cause.Event, Customer = CustomerNow(cause.Sees.Customer || isFromRight), Thread = ThreadNow(cause.Sees.Thread || isFromRight), Linked = linked, Followed = cause.Followed };
        return route.Find is FindBy.ByCustomer && customer?.Phone is { } phone && route.FindCustomer(moment) is { } alias && PhoneNumbers.MatchKey(alias.Value) == PhoneNumbers.MatchKey(phone)
            ? moment with { Customer = CustomerNow(isSeen: true) }
            : moment;
    }

    private CustomerView? CustomerNow(bool isSeen) => isSeen && customer is not null ? customer with { Vars = state.Of(StateOwner.Customer, Now) } : null;

    private ThreadView? ThreadNow(bool isSeen) => isSeen && thread is not null ? thread with { Vars = state.Of(StateOwner.Thread, Now) } : null;

    /// <summary>What routes and commands come from.</summary>
    private sealed record Cause(EventView Event, FollowedCommand? Followed, Sight Sees, IReadOnlyList<string> Causes);

    /// <summary>Whether customer and thread are known there.</summary>
    private sealed record Sight(bool Customer, bool Thread);

    /// <summary>A command that has not ended.</summary>
    private sealed record Planned(int Id, CommandDraft Command, Cause Cause)
    {
        public Wait For { get; init; } = Wait.Turn;

        /// <summary>When it is looked at next; null where that is no question of time.</summary>
        public DateTimeOffset? Due { get; init; }

        /// <summary>When it was to go: what the mapping says, or the end of what has held it.</summary>
        public DateTimeOffset WakeAt { get; init; }

        /// <summary>The link that it needs and that was being made.</summary>
        public string? Link { get; init; }

        public bool IsCapped { get; init; }

        /// <summary>The step's end up to which a vendor has put it off once, which is told once.</summary>
        public DateTimeOffset? ToldUntil { get; init; }

        /// <summary>Whether the vendor has got it once: then <c>when</c> is not looked at again.</summary>
        public bool IsTried { get; init; }
    }

    /// <summary>What a command waits for.</summary>
    private enum Wait
    {
        /// <summary>Its turn, at once.</summary>
        Turn,

        /// <summary>The time at which it is due, or the end of a hold.</summary>
        ForTime,

        /// <summary>The end of the owner of its <c>once</c> key.</summary>
        ForKey,

        /// <summary>A link that is being made.</summary>
        ForLink,

        /// <summary>The customer's next words.</summary>
        ForCustomer,

        /// <summary>A word on whether it has happened.</summary>
        ForAnswer,

        /// <summary>The people who run the hub.</summary>
        ForPeople,
    }
}
