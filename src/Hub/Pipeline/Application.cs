using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connections;
using Hub.Connectors;
using Hub.Customers;
using Hub.Faults;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What T2 led to.</summary>
internal enum ApplyResult
{
    /// <summary>The event is closed: applied, noop or parked.</summary>
    Closed,

    /// <summary>What the evaluation relied on has changed: look and evaluate anew.</summary>
    Changed,

    /// <summary>It may tell of a write whose answer is not there yet.</summary>
    Early,
}

/// <summary>How an event ends.</summary>
/// <param name="State"><c>applied</c>, <c>noop</c> or <c>parked</c>.</param>
/// <param name="Reason">Why, unless it is applied.</param>
internal sealed record EventEnd(string State, string? Reason)
{
    /// <summary>Of one that is parked, a line for each route that failed.</summary>
    public string? Error { get; init; }

    /// <summary>Whether its routes have run.</summary>
    public bool HasRun { get; init; }
}

/// <summary>T2: applies one event in one transaction with its commands.</summary>
internal sealed class Application(ConnectionRegistry connections, CommandMaking making, StatusApplication statuses, EvaluationBorder border, FaultTrigger faults)
{
    /// <summary>Applies an event that is stored and pending.</summary>
    public async ValueTask<ApplyResult> ApplyAsync(ISql sql, Occasion occasion, Look look, IReadOnlyList<Decision> decisions, DateTimeOffset now)
    {
        var row = occasion.Row;
        var word = await WriteLedger.JudgeAsync(sql, row, occasion.Envelope.Reported, now);
        if (word.Awaits is not null) return ApplyResult.Early;
        if (occasion.Completed is { } completed)
        {
            var type = connections.Find(row.Connection)!.Connector.Events.First(e => e.Name == row.Type);
            await Events.StoreCompletedAsync(
                sql, row.Seq, JsonSerializer.Serialize(occasion.Envelope, PipelineJson.Default.EventEnvelope), JsonSerializer.Serialize(completed.Data, type.Data));
        }

        if (await ChangeAsync(sql, occasion, word, look, decisions, now) is not { } end) return ApplyResult.Changed;
        if (end.HasRun && HasLooked(occasion, look, decisions)) await Events.KeepSeenAsync(sql, row.Seq, occasion.Snapshot.Hash, SeenBy(decisions, occasion));
        if (end.HasRun) await KeepRoutesAsync(sql, row.Id, decisions);
        if (end.HasRun && decisions.Any(IsFailed))
        {
            foreach (var route in occasion.Unasked.ExceptBy(look.Ran.Select(run => run.Route), route => route.Id, StringComparer.Ordinal)) await KeepRouteAsync(sql, row.Id, route, new RouteOutcome.NotMatched(null));
        }

        await Events.CloseAsync(sql, row, end.State, end.Reason, end.Error, now);
        faults.Pass(FaultPoint.InApply);
        foreach (var failure in decisions.Where(decision => end.HasRun && IsFailed(decision) && !IsAmbiguous(decision)))
        {
            await Brake.OnEventAsync(sql, failure.Route.File, failure.Route.Id, occasion.Snapshot.Hash, now);
        }

        return ApplyResult.Closed;
    }

    /// <summary>Stores and applies an event at once (T1 and T2 as one); nothing of it may have failed.</summary>
    /// <returns>The event as it was stored; null where what the evaluation relied on has changed or is not known yet, so that it is to be stored as pending.</returns>
    public async ValueTask<NewEvent?> EnterAsync(ISql sql, NewEvent stored, Prospect prospect, DateTimeOffset now)
    {
        var (occasion, decisions) = (prospect.Occasion, prospect.Decisions);
        var word = await WriteLedger.JudgeAsync(sql, occasion.Row, occasion.Envelope.Reported, now);
        if (word.Awaits is not null || await ChangeAsync(sql, occasion, word, prospect.Look, decisions, now) is not { } end) return null;
        var hasLooked = end.HasRun && HasLooked(occasion, prospect.Look, decisions);
        var applied = stored with
        {
            IsApplied = end.State == "applied", NoopReason = end.Reason, Snapshot = hasLooked ? occasion.Snapshot.Hash : null, Seen = hasLooked ? SeenBy(decisions, occasion) : null,
        };
        await Events.InsertAsync(sql, applied);
        if (end.HasRun) await KeepRoutesAsync(sql, stored.Id, decisions);
        faults.Pass(FaultPoint.InApply);
        return applied;
    }

    // What it changes; null where what the evaluation relied on has changed.
    private async ValueTask<EventEnd?> ChangeAsync(ISql sql, Occasion occasion, LedgerWord word, Look look, IReadOnlyList<Decision> decisions, DateTimeOffset now)
    {
        var row = occasion.Row;
        await KeepTermsAsync(sql, occasion, now);
        if (occasion.Envelope.EchoOf is not null) return new("noop", "echo");
        if (word.Told.Count > 0)
        {
            // It makes nothing stale: what somebody changed just before the hub wrote may come after it, and no route has seen that yet.
            await OwnWrites.MeetAsync(sql, row.Connection, occasion.Envelope.Reported!.Record, word.Told);
            return new("noop", "echo");
        }

        if (occasion.Nature == EventNature.State && row.Version is { } version && await Events.IsStaleAsync(sql, row.Connection, version)) return new("noop", "stale");
        var again = look.IsBlind ? look : await Look.TakeAsync(sql, occasion, border, now, look);
        if (!look.Agrees(again)) return null;
        if (look.Person is { MergeFrom.Count: > 0 } plan)
        {
            // Routes look at the world in which the two are one: a link of either is found.
            await People.ApplyAsync(sql, plan, Arrival.PersonOf(occasion.Envelope.Fact), row.Id, now);
            return null;
        }

        if (word.IsNear) await Counters.AddAsync(sql, OwnWrites.Level, OwnWrites.Near);
        if (occasion.Closed is { } closed) await TargetClosing.BreakLinksAsync(sql, occasion, closed, now);

        // A replay finds done what the event itself changed: only routes run again.
        var changed = look.Ran.Count > 0
            ? occasion.Envelope.Fact is not null || look.Ran.Any(run => run.Outcome == "matched")
            : await ApplyFactAsync(sql, occasion, again, now);
        foreach (var decision in decisions) changed |= await ApplyDecisionAsync(sql, occasion, decision, now);
        var failures = decisions.Where(IsFailed).ToList();
        return failures.Count > 0
            ? new("parked", failures.TrueForAll(IsAmbiguous) ? "ambiguous" : "route_failed")
            {
                Error = string.Join('\n', failures.Select(failure => $"{failure.Route.Id}: {Describe(failure.Outcome)}")),
                HasRun = true,
            }
            : changed ? new("applied", null) { HasRun = true } : new("noop", "no_route") { HasRun = true };
    }

    // Whether there was a route for it, though perhaps none had to be asked.
    private static bool HasLooked(Occasion occasion, Look look, IReadOnlyList<Decision> decisions) => decisions.Count > 0 || (look.Ran.Count == 0 && occasion.Unasked.Any());

    private static string? SeenBy(IReadOnlyList<Decision> decisions, Occasion occasion) =>
        SeenState.Of(decisions, occasion.Snapshot) is { } state ? JsonSerializer.Serialize(state, PipelineJson.Default.SeenState) : null;

    private static async ValueTask KeepRoutesAsync(ISql sql, string eventId, IReadOnlyList<Decision> decisions)
    {
        // Routes that did not match need a row only where a replay may come: only a parked event is replayed.
        var isParked = decisions.Any(IsFailed);
        foreach (var decision in decisions.Where(decision => isParked || decision.Outcome is not RouteOutcome.NotMatched))
        {
            await KeepRouteAsync(sql, eventId, decision.Route, decision.Outcome);
        }
    }

    private static ValueTask KeepRouteAsync(ISql sql, string eventId, Route route, RouteOutcome outcome) => Events.KeepRouteAsync(sql, eventId, route.File, route.Id, NameOf(outcome), Describe(outcome));

    private async ValueTask<bool> ApplyFactAsync(ISql sql, Occasion occasion, Look look, DateTimeOffset now)
    {
        switch (occasion.Envelope.Fact)
        {
            case ConversationFact.MessageReceived message:
                await People.ApplyAsync(sql, look.Person!, message.From, occasion.Row.Id, now);
                await ReceiveAsync(sql, occasion, message, look, now);
                return true;
            case ConversationFact.MessageChanged change:
                await People.ApplyAsync(sql, look.Person!, change.From, occasion.Row.Id, now);
                await People.OpenThreadAsync(sql, occasion.Row.Connection, change.Number, look.Person!.CustomerId, now);
                return true;
            case ConversationFact.MessageEchoed echoed:
                await People.ApplyAsync(sql, look.Person!, echoed.To, occasion.Row.Id, now);
                var written = look.Thread?.Row ?? await People.OpenThreadAsync(sql, occasion.Row.Connection, echoed.Number, look.Person!.CustomerId, now);
                await Messages.InsertEchoAsync(sql, (await People.OwnThreadAsync(sql, written, echoed.To, now)).Thread, echoed);
                return true;
            case ConversationFact.PreferenceStated preference:
                await People.ApplyAsync(sql, look.Person!, preference.From, occasion.Row.Id, now);
                await Consents.AppendAsync(sql, new(
                    await People.OwnerAsync(sql, look.Person!.CustomerId, preference.From) ?? look.Person.CustomerId, preference.Category, preference.Allowed, "vendor_switch", preference.Wording, occasion.Row.Connection, "vendor",
                    occasion.Row.Id, preference.At), null, now);
                return true;
            case ConversationFact.StatusReported status:
                await statuses.ApplyAsync(sql, status, occasion.Row, now);
                return true;
            case ConversationFact.TemplatesChanged:
                return true;
            case ConversationFact.PersonChanged changed:
                return await People.ChangeAsync(sql, changed, occasion.Row.Id, now);
            default:
                return occasion.About is { } about && look.Person is { } plan && await People.LearnAsync(sql, plan, about, occasion.Row.Id, now);
        }
    }

    private async ValueTask ReceiveAsync(ISql sql, Occasion occasion, ConversationFact.MessageReceived message, Look look, DateTimeOffset now)
    {
        var thread = look.Thread?.Row ?? await People.OpenThreadAsync(sql, occasion.Row.Connection, message.Number, look.Person!.CustomerId, now);
        var own = await People.OwnThreadAsync(sql, thread, message.From, now);
        await Messages.InsertInboundAsync(sql, own.Thread, message);
        if (message.Media is { } file) await Media.AddAsync(sql, occasion.Row.Connection, own.Thread, message, file, now);
        var wrote = MessageWindow.WroteAt(message.SentAt, occasion.Row.ArrivedAt);
        await People.NoteInboundAsync(sql, own.Thread, wrote);
        if (MessageWindow.IsOpen(wrote, now))
        {
            // The window is open again: the words that waited for it go, in their old order.
            await Outbox.EachAsync(() => Outbox.KeptAsync(sql, thread.Id), kept => Outbox.EnterLineAsync(sql, kept, now));
        }

        var words = occasion.Snapshot.WordsOf(occasion.Row.Connection);
        var word = words.Match(message.Summary);
        if (word is { Allowed: true } || words.Confirms(message.Summary)) await ConsentRequests.ConfirmAsync(sql, own.Customer, occasion.Row.Connection, message.MessageId, message.SentAt, now);
        if (word is null) return;
        await Consents.AppendAsync(sql, new(
            own.Customer, ConsentCategories.Marketing, word.Allowed, "message", message.Summary, occasion.Row.Connection, "customer", message.MessageId, message.SentAt), null, now);
        await ConfirmAsync(sql, occasion, thread, word, now);
    }

    private async ValueTask ConfirmAsync(ISql sql, Occasion occasion, ThreadRow thread, ConsentWord word, DateTimeOffset now)
    {
        if (connections.Find(occasion.Row.Connection)?.Connector is not IMessagingConnector connector) return;
        var draft = ConsentConfirmation.Draft(connector, occasion.Row.Connection, thread.Id, word);
        await making.MakeAsync(sql, draft, new(occasion.Row, occasion.View, occasion.Snapshot.Hash, null, thread.Customer, thread.Id, null, null), now);
    }

    private async ValueTask<bool> ApplyDecisionAsync(ISql sql, Occasion occasion, Decision decision, DateTimeOffset now)
    {
        switch (decision.Outcome)
        {
            case RouteOutcome.NotMatched { ReleasedSlot: { } released }:
                return await CancelAsync(sql, [SlotMatch.One(released)], now);
            case RouteOutcome.Matched matched:
                if (matched.ReleasedSlot is { } slot) await CancelAsync(sql, [SlotMatch.One(slot)], now);
                await CancelAsync(sql, matched.CancelSlots, now);
                if (decision.Link is { } link)
                {
                    await Links.TouchAsync(sql, link.Id, now);
                    if (matched.Unlink is not null) await Links.EndAsync(sql, link.Id, now);
                }

                foreach (var set in matched.Set) await SetAsync(sql, set, now);
                var origin = new CommandMaking.Origin(
                    occasion.Row, occasion.View, occasion.Snapshot.Hash, occasion.Followed?.Id, decision.Moment.Customer?.Id, decision.Moment.Thread?.Id,
                    decision.Route.Find as FindBy.ByLink, decision.Link);
                foreach (var draft in matched.Commands) await making.MakeAsync(sql, draft, origin, now);
                return true;
            default:
                return false;
        }
    }

    private static async ValueTask SetAsync(ISql sql, SetDraft set, DateTimeOffset now)
    {
        var owner = Eyes.NameOf(set.Variable.Of);
        if (set.Value is null) await Variables.ClearAsync(sql, owner, set.OwnerId, set.Variable.Name);
        else await Variables.SetAsync(sql, owner, set.OwnerId, new(set.Variable.Name, set.Variable.TypeName, set.Value), now + set.Variable.For, now);
    }

    // Only waiting commands are cancelled; one in flight is not touched.
    private static async ValueTask<bool> CancelAsync(ISql sql, IReadOnlyList<SlotMatch> slots, DateTimeOffset now)
    {
        var cancelled = false;
        foreach (var slot in slots)
        {
            var holders = slot.IsPrefix
                ? await Slots.HoldersBelowAsync(sql, slot.Key)
                : await Slots.HolderAsync(sql, slot.Key) is { } one ? [one] : [];
            foreach (var holder in holders)
            {
                await CommandClosing.CloseAsync(sql, holder, new(CommandState.Cancelled, CancelReason.SlotCancelled, "cancelled"), now);
                cancelled = true;
            }
        }

        return cancelled;
    }

    private static async ValueTask KeepTermsAsync(ISql sql, Occasion occasion, DateTimeOffset now)
    {
        if (occasion.Followed is not null) return;
        foreach (var (_, id) in occasion.Envelope.Ends) await Events.KeepTermAsync(sql, id, "event", occasion.Row.Subject, now);
        foreach (var term in occasion.Envelope.Terms) await Events.KeepTermAsync(sql, SearchForm.Of(term), "event", occasion.Row.Subject, now);
    }

    private static bool IsFailed(Decision decision) => decision.Outcome is RouteOutcome.Failed;

    private static bool IsAmbiguous(Decision decision) => decision.Outcome is RouteOutcome.Failed { Reason: "ambiguous" };

    private static string NameOf(RouteOutcome outcome) => outcome switch
    {
        RouteOutcome.Matched => "matched",
        RouteOutcome.Failed => "failed",
        _ => "not_matched",
    };

    private static string? Describe(RouteOutcome outcome) =>
        outcome is RouteOutcome.Failed { Failure: var failure } ? $"{failure.Where}: {failure.Message} (in {failure.Expression})" : null;
}
