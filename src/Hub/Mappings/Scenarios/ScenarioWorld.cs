using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings.Scenarios;

/// <summary>A small world in memory in which routes run: one customer and thread, links, slots, used keys and words that wait. It follows the hub's rules for them, and delivers at once.</summary>
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
    private readonly HashSet<(string Route, string Key)> spent = [];
    private readonly List<Waiting> waiting = [];
    private readonly List<JsonObject> results = [];
    private CustomerView? customer;
    private ThreadView? thread;
    private bool isNamed;
    private DateTimeOffset? templateSentFor;

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
        while (waiting.Where(command => command.Due <= moment).MinBy(command => command.Due) is { } due)
        {
            Now = due.Due > Now ? due.Due : Now;
            waiting.Remove(due);
            if (due.IsKept) Note("refused", due.Command, "window_closed");
            else await DeliverAsync(due.Command, due.Cause, cancel);
            await ReportAsync(cancel);
        }

        Now = moment;
    }

    /// <summary>Lets an event happen.</summary>
    public async Task HappenAsync(IncomingEvent happened, CancellationToken cancel)
    {
        var (connection, connector) = environment.All.First(pair => pair.Connector.Events.Any(type => type.Name == happened.Type));
        var type = connector.Events.First(type => type.Name == happened.Type);
        if (happened.Fact is ConversationFact.MessageReceived or ConversationFact.PreferenceStated) await HearAsync(happened.Fact, connection, connector, cancel);
        if (type.InThread || type.OfCustomer) customer ??= new(CustomerId, null, null, null, null, null, null);
        if (type.InThread) thread ??= new(ThreadId, "number", null);
        var sees = happened.Fact is ConversationFact.MessageReceived or ConversationFact.PreferenceStated ? new Sight(true, true) : new(type.InThread || type.OfCustomer, type.InThread);
        var ends = happened.Ends.ToDictionary(StringComparer.Ordinal);
        var view = new EventView(happened.DeliveryKey, happened.Type, connection, happened.Data, ends, happened.OccurredAt, Now);
        await RunAsync(snapshot.On(happened.Type).Where(route => route.Trigger is RouteTrigger.OnEvents on && (on.Connection is null || on.Connection == connection)), new(view, null, sees, []), cancel);
        foreach (var kept in happened.Fact is ConversationFact.MessageReceived ? waiting.Where(command => command.IsKept).ToList() : [])
        {
            waiting.Remove(kept);
            await DeliverAsync(kept.Command, kept.Cause, cancel);
        }

        await ReportAsync(cancel);
    }

    private static string? Text(JsonObject from, string name) => from[name]?.ToString();

    private static List<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => item?.ToString() ?? "")];

    // All routes look first, as they stand at the event; then their commands go.
    private async Task RunAsync(IEnumerable<Route> routes, Cause happening, CancellationToken cancel)
    {
        var made = new List<(CommandDraft Command, Cause Cause)>();
        var looks = routes.Select(route => (route, moment: MomentOf(route, happening))).Select(pair => (pair.route, pair.moment, outcome: pair.route.Evaluate(pair.moment))).ToList();
        foreach (var (route, moment, outcome) in looks)
        {
            Watch?.Looked(route, moment, outcome);
            switch (outcome)
            {
                case RouteOutcome.Failed failed:
                    results.Add(new() { ["parked"] = failed.Failure.Message, ["route"] = route.Id, ["expression"] = failed.Failure.Expression });
                    break;
                case RouteOutcome.NotMatched { ReleasedSlot: { } slot }:
                    Cancel(SlotMatch.One(slot), "released");
                    break;
                case RouteOutcome.Matched matched:
                    if (matched.ReleasedSlot is { } released) Cancel(SlotMatch.One(released), "released");
                    foreach (var cancelled in matched.CancelSlots) Cancel(cancelled, "cancelled");
                    if (matched.Unlink is { } link) links.End(link, Now);
                    foreach (var command in matched.Commands.Where(command => command.Link is not null)) links.Reserve(command.Link!, Now);
                    if (matched.Set.Count > 0) results.Add(new() { ["set"] = new JsonObject(matched.Set.Select(set => KeyValuePair.Create(set.Variable.Name, state.Set(set, Now)))), ["route"] = route.Id });
                    made.AddRange(matched.Commands.Select(command => (command, happening with { Sees = new(moment.Customer is not null, moment.Thread is not null) })));
                    break;
            }
        }

        foreach (var (command, cause) in made) await EnqueueAsync(command, cause, cancel);
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

    private async Task EnqueueAsync(CommandDraft command, Cause cause, CancellationToken cancel)
    {
        if (command.At is { } past && Now - past > command.MaxLate)
        {
            await EndAsync(command, cause, "too_late", "too_late", null, cancel);
            return;
        }

        if (command.Slot is { } slot && waiting.Find(other => other.Command.Slot?.Key == slot.Key) is { } holder)
        {
            if (slot.KeepOldest)
            {
                Note("cancelled", command, "slot");
                return;
            }

            waiting.Remove(holder);
            Note("cancelled", holder.Command, "slot");
        }

        if (command.At is not { } at || at <= Now)
        {
            await DeliverAsync(command, cause, cancel);
            return;
        }

        waiting.Add(new(command, cause, at, IsKept: false));
        results.Add(new() { ["waits"] = command.Action.Name, ["route"] = command.RouteId, ["until"] = Shown(at), ["slot"] = command.Slot?.Key });
    }

    private void Cancel(SlotMatch match, string reason)
    {
        foreach (var held in waiting.Where(held => held.Command.Slot is { } slot && match.Takes(slot.Key)).ToList())
        {
            waiting.Remove(held);
            Note("cancelled", held.Command, reason);
        }
    }

    private async Task DeliverAsync(CommandDraft command, Cause cause, CancellationToken cancel)
    {
        if (command.OnceKey is { } once && spent.Contains((command.RouteId, once)))
        {
            await EndAsync(command, cause, "refused", "once", null, cancel);
            return;
        }

        var (input, outside, bindings) = (command.Input, command.OutsideWindow, command.Bindings);
        if (await PrepareAsync(command, cause, cancel) is { } prepared)
        {
            Watch?.Prepared(command, prepared);
            switch (prepared)
            {
                case DeliveryOutcome.Ready ready:
                    (input, outside, bindings) = (ready.Input, ready.OutsideWindow, ready.Bindings);
                    break;
                case DeliveryOutcome.NotWanted:
                    Note("cancelled", command, "not_wanted");
                    return;
                case DeliveryOutcome.Refused refused:
                    await EndAsync(command, cause, refused.Refusal.Outcome, refused.Refusal.Reason, null, cancel);
                    return;
                case DeliveryOutcome.Failed failed:
                    await EndAsync(command, cause, "parked", failed.Failure.Message, null, cancel);
                    return;
                case DeliveryOutcome.ReadFailed failed:
                    await EndAsync(command, cause, ScenarioAnswers.OutcomeOf(failed.Failure.Kind), failed.Failure.Code, failed.Failure.Text, cancel);
                    return;
            }
        }

        command = command with { Input = input, OutsideWindow = outside, Bindings = bindings };
        if (await JudgeAsync(command, cause, cancel)) await PerformAsync(command, cause, cancel);
    }

    // Null where nothing of the command was left to be looked at when it is due.
    private async Task<DeliveryOutcome?> PrepareAsync(CommandDraft command, Cause cause, CancellationToken cancel)
    {
        if (snapshot.Find(command.RouteId) is not { } route || command.Refusal is not null) return null;
        if (!command.Deferred)
        {
            return route.LooksWhenDue ? route.LookWhenDue(MomentOf(command, cause, route)) ?? new DeliveryOutcome.Ready(command.Input!, command.OutsideWindow) { Bindings = command.Bindings } : null;
        }

        return await route.PrepareAsync(MomentOf(command, cause, route), (query, _, _, _) => Task.FromResult(answers.To(query)), cancel);
    }

    private DeliveryMoment MomentOf(CommandDraft command, Cause cause, Route route) => new()
    {
        Event = cause.Event,
        Bindings = command.Bindings,
        Customer = CustomerNow(cause.Sees.Customer),
        Thread = ThreadNow(cause.Sees.Thread),
        Linked = links.Find(route.Find, cause.Event, Now),
        Followed = cause.Followed,
        Due = command.At ?? Now,
    };

    private async Task PerformAsync(CommandDraft command, Cause cause, CancellationToken cancel)
    {
        var answer = answers.To(command.Action);
        if (command.Limit is not null && answer is not ActionOutcome.Failed { Failure.Kind: not FailureKind.Unknown }) limits.Take(command, To(command), Now);
        if (answer is ActionOutcome.Failed failed)
        {
            links.Break(command.Link, failed.Failure.Kind == FailureKind.TargetClosed ? command.Action.TargetOf(command.Input!) : null);
            await EndAsync(command, cause, ScenarioAnswers.OutcomeOf(failed.Failure.Kind), failed.Failure.Code, failed.Failure.Text, cancel);
            return;
        }

        var result = answers.LastResult;
        results.Add(Done(command.Action, command.Input!, command.RouteId));
        Watch?.Ended(command, "done", null);
        Effect(command, cause);
        if (command.OnceKey is { } once) spent.Add((command.RouteId, once));
        if (command.Link is { } link)
        {
            var route = snapshot.Find(command.RouteId)!;
            var (id, failure) = link.RightId is { } known ? (known, null) : route.LinkId(MomentOf(command, cause, route), result);
            if (failure is not null)
            {
                results.Add(new() { ["parked"] = failure.Message, ["route"] = command.RouteId, ["expression"] = failure.Expression });
            }

            links.Live(link, id, Now);
        }

        await FollowAsync(command, cause, new(command.RouteId, command.Bindings, "done", result, null, null), cancel);
    }

    private async Task EndAsync(CommandDraft command, Cause cause, string outcome, string reason, string? text, CancellationToken cancel)
    {
        if (command.Link is { } link) links.Break(link, null);
        Note(outcome is "parked" ? "parked" : "refused", command, outcome is "refused" or "parked" ? reason : outcome);
        if (outcome == "parked") Parked(command, cause, reason, text);
        await FollowAsync(command, cause, new(command.RouteId, command.Bindings, outcome, null, reason, text), cancel);
    }

    private Task FollowAsync(CommandDraft command, Cause cause, FollowedCommand followed, CancellationToken cancel) => RunAsync(
        snapshot.After(command.RouteId).Where(route => route.Trigger is RouteTrigger.AfterRoute after && after.Outcomes.Contains(followed.Outcome, StringComparer.Ordinal)),
        cause with { Followed = followed, Causes = CausesOf(command, cause) }, cancel);

    private void Note(string what, CommandDraft command, string reason)
    {
        Watch?.Ended(command, what, reason);
        results.Add(new() { [what] = reason, ["route"] = command.RouteId, ["action"] = command.Action.Name });
    }

    private static JsonObject Done(IAction action, object input, string route) => new()
    {
        ["do"] = action.Name,
        ["route"] = route,
        ["with"] = Readable(JsonSerializer.SerializeToNode(input, action.Input)),
    };

    // To whom a message goes reads as a phone, or as the one customer or thread.
    private static JsonNode? Readable(JsonNode? input)
    {
        foreach (var (name, value) in input is JsonObject fields ? fields.ToList() : [])
        {
            if (value is JsonObject recipient && recipient["kind"]?.ToString() is { } kind)
            {
                input![name] = kind == "phone" ? recipient.FirstOrDefault(pair => pair.Key != "kind").Value?.ToString() : kind;
            }
        }

        return input;
    }

    /// <summary>What routes and commands come from.</summary>
    private sealed record Cause(EventView Event, FollowedCommand? Followed, Sight Sees, IReadOnlyList<string> Causes);

    /// <summary>Whether customer and thread are known there.</summary>
    private sealed record Sight(bool Customer, bool Thread);

    private sealed record Waiting(CommandDraft Command, Cause Cause, DateTimeOffset Due, bool IsKept)
    {
        public bool IsCapped { get; init; }
    }
}
