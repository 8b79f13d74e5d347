using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings.Scenarios;

/// <summary>How commands go in a scenario, and how they end.</summary>
internal sealed partial class ScenarioWorld
{
    private async Task DeliverAsync(Planned due, CancellationToken cancel)
    {
        open.Remove(due.Id);
        var command = due.Command;
        if (await PrepareAsync(due, cancel) is { } prepared)
        {
            Watch?.Prepared(command, prepared);
            switch (prepared)
            {
                case DeliveryOutcome.Ready ready:
                    command = command with { Input = ready.Input, OutsideWindow = ready.OutsideWindow, Bindings = ready.Bindings };
                    break;
                case DeliveryOutcome.NotWanted:
                    await CloseAsync(due, Settled.Cancelled(CancelReason.NotWanted), null, cancel);
                    return;
                case DeliveryOutcome.Refused refused:
                    await CloseAsync(due, new(Settlement.Refused, refused.Refusal.Reason, refused.Refusal.Outcome), null, cancel);
                    return;
                case DeliveryOutcome.Failed failed:
                    await CloseAsync(due, Settled.Parked(ParkReason.RouteFailed), failed.Failure, cancel);
                    return;
                case DeliveryOutcome.ReadFailed failed:
                    await FailAsync(due, failed.Failure with { Kind = Settlement.OfQuestion(failed.Failure.Kind) }, cancel);
                    return;
            }
        }

        due = due with { Command = command };
        if (await JudgeAsync(due, cancel)) await PerformAsync(due, cancel);
    }

    // Null where nothing of the command is left to be looked at when it is due.
    private async Task<DeliveryOutcome?> PrepareAsync(Planned due, CancellationToken cancel)
    {
        var (command, cause) = (due.Command, due.Cause);
        if (snapshot.Find(command.RouteId) is not { } route) return null;
        if (command.Deferred) return await route.PrepareAsync(MomentOf(command, cause, route), (query, _, _, _) => Task.FromResult(answers.To(query)), cancel);
        if (!route.LooksWhenDue || due.IsTried) return null;
        return route.LookWhenDue(MomentOf(command, cause, route)) ?? new DeliveryOutcome.Ready(command.Input!, command.OutsideWindow) { Bindings = command.Bindings };
    }

    private DeliveryMoment MomentOf(CommandDraft command, Cause cause, Route route) => new()
    {
        Event = cause.Event,
        Bindings = command.Bindings,
        Customer = CustomerNow(cause.Sees.Customer),
        Thread = ThreadNow(cause.Sees.Thread),
        Linked = links.Find(route.Find, cause.Event, Now) is { State: not LinkedState.Reserved } known ? known : null,
        Followed = cause.Followed,
        Due = command.At ?? Now,
    };

    private async Task PerformAsync(Planned begun, CancellationToken cancel)
    {
        var command = begun.Command;
        var answer = answers.To(command.Action);
        if (command.Limit is not null && answer is not ActionOutcome.Failed { Failure.Kind: not FailureKind.Unknown }) limits.Take(command, To(command), Now);
        if (answer is ActionOutcome.Failed failed)
        {
            await FailAsync(begun, failed.Failure, cancel);
            return;
        }

        var result = answers.LastResult;
        var turns = new Queue<Turn>();
        results.Add(Done(command.Action, command.Input!, command.RouteId));
        Watch?.Ended(command, Settlement.Done, null);
        Effect(command, begun.Cause);
        Settle(begun, new(Settlement.Done, null, Settlement.Done), turns);
        if (command.Link is { } link) MakeLive(begun, link, result, turns);
        await TakeAsync(turns, cancel);
        await FollowAsync(begun, new(command.RouteId, command.Bindings, Settlement.Done, result, null, null), cancel);
    }

    private void MakeLive(Planned maker, LinkDraft link, object? result, Queue<Turn> turns)
    {
        var (command, cause, route) = (maker.Command, maker.Cause, snapshot.Find(maker.Command.RouteId)!);
        var (id, failure) = link.RightId is { } known ? (known, null) : route.LinkId(MomentOf(command, cause, route), result);
        if (failure is not null && result is null && command.Action.Result is { } type) throw new ScenarioException(ScenarioAnswers.Missing(command.Action.Name, type, link.Name), command.Action.Name);
        if (failure is not null) results.Add(new() { ["broken"] = link.Name, ["route"] = command.RouteId, ["error"] = failure.Message, ["expression"] = failure.Expression });
        links.Live(link, id, Now);
        foreach (var waiting in Behind(link.Name)) Enter(waiting, turns);
    }

    private async Task FailAsync(Planned tried, VendorFailure failure, CancellationToken cancel)
    {
        var command = tried.Command;
        switch (failure.Kind)
        {
            case FailureKind.Later:
                PutOff(tried with { IsTried = true }, failure.Wait ?? Settlement.LaterByDefault, Settlement.NameOf(failure.Kind));
                return;
            case FailureKind.Throttled:
                PutOff(tried, failure.Wait ?? Settlement.FirstWait, Settlement.NameOf(failure.Kind));
                return;
            case FailureKind.Unauthorized:
                Hold(tried, null, Settlement.NameOf(failure.Kind));
                return;
            case FailureKind.WindowClosed when command.OutsideWindow is not null:
                await KeepWordsAsync(tried, cancel);
                return;
            case FailureKind.OptedOut when customer is not null:
                var before = customer.Consent;
                customer = customer with { Consent = before.After(ConsentCategories.Marketing, allowed: false) };
                ConsentMoved(before, ConsentCategories.Marketing, "vendor_answer", failure.Text, command.Connection, CausesOf(command, tried.Cause));
                break;
            case FailureKind.TargetClosed when command.Input is { } input && command.Action.TargetOf(input) is { } target:
                links.BreakTo(target);
                break;
        }

        var end = Settlement.Of(failure.Kind, command.Action.Effect, command.FollowedOutcomes.Contains(Settlement.NameOf(FailureKind.Rejected), StringComparer.Ordinal));
        if (end.State == Settlement.Unknown) await DoubtAsync(tried, end, failure, cancel);
        else await CloseAsync(tried, end, null, cancel, failure);
    }

    // A vendor that keeps its answer is asked on without end: within a step that is told once, and the tries between are left out.
    private void PutOff(Planned tried, TimeSpan wait, string why)
    {
        var again = Now + wait;
        if (tried.ToldUntil != stepEnd || !answers.StaysAs(tried.Command.Action))
        {
            Hold(tried with { ToldUntil = stepEnd }, again, why);
            return;
        }

        var end = tried.Command.MaxAge is { } age && tried.Cause.Event.OccurredAt + age is var expires && expires < stepEnd ? expires : stepEnd;
        if (again <= end) again += wait * (((end - again).Ticks / wait.Ticks) + 1);
        open[tried.Id] = tried with { For = Wait.ForTime, Due = again, WakeAt = again };
    }

    // Whether it happened is not known: its key is spent, and after a while it is parked.
    private async Task DoubtAsync(Planned tried, Settled end, VendorFailure failure, CancellationToken cancel)
    {
        var turns = new Queue<Turn>();
        Settle(tried, end, turns);
        open[tried.Id] = tried with { For = Wait.ForAnswer, Due = Now + Settlement.UnknownParks };
        Watch?.Ended(tried.Command, end.State, null);
        results.Add(new() { [Settlement.Unknown] = tried.Command.Action.Name, ["route"] = tried.Command.RouteId });
        await TakeAsync(turns, cancel);
        await FollowAsync(tried, new(tried.Command.RouteId, tried.Command.Bindings, end.Outcome, null, failure.Code, failure.Text), cancel);
    }

    private async Task CloseAsync(Planned ended, Settled end, RouteFailure? expression, CancellationToken cancel, VendorFailure? failure = null)
    {
        var (command, turns) = (ended.Command, new Queue<Turn>());
        Settle(ended, end, turns);
        var note = Ended(end.State, command, end.Reason!);
        if (expression is not null) (note["error"], note["expression"]) = (expression.Message, expression.Expression);
        results.Add(note);
        var text = failure?.Text ?? expression?.Message;
        if (end.State == Settlement.Parked) Parked(command, ended.Cause, end.Reason!, text);
        await TakeAsync(turns, cancel);
        if (end.State != Settlement.Cancelled) await FollowAsync(ended, new(command.RouteId, command.Bindings, end.Outcome, null, failure?.Code ?? end.Reason, text), cancel);
    }

    private Task FollowAsync(Planned ended, FollowedCommand followed, CancellationToken cancel) => RunAsync(
        snapshot.After(followed.RouteId).Where(route => route.Trigger is RouteTrigger.AfterRoute after && after.Outcomes.Contains(followed.Outcome, StringComparer.Ordinal)),
        ended.Cause with { Followed = followed, Causes = CausesOf(ended.Command, ended.Cause) }, cancel);

    private JsonObject Ended(string state, CommandDraft command, string reason)
    {
        Watch?.Ended(command, state, reason);
        return new() { [state] = reason, ["route"] = command.RouteId, ["action"] = command.Action.Name };
    }

    private static JsonObject Failed(string route, RouteFailure failure) => new()
    {
        [Settlement.Parked] = ParkReason.RouteFailed,
        ["route"] = route,
        ["error"] = failure.Message,
        ["expression"] = failure.Expression,
    };

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
}
