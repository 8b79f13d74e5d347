using System.Globalization;
using System.Text.Json.Nodes;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings.Scenarios;

/// <summary>The gate as far as scenarios see it: consent, window, hours and limit.</summary>
internal sealed partial class ScenarioWorld
{
    private readonly ScenarioLimits limits = new();

    /// <summary>What waits in a slot now: its route, action and due time, each null where the slot is empty.</summary>
    public JsonObject InSlot(string key)
    {
        var holder = Holder(key);
        return new() { ["in_slot"] = key, ["route"] = holder?.Command.RouteId, ["action"] = holder?.Command.Action.Name, ["until"] = holder?.Due is { } until ? Shown(until) : null };
    }

    // The part of the gate that scenarios can see; false where the command has ended or waits.
    private async Task<bool> JudgeAsync(Planned due, CancellationToken cancel)
    {
        var command = due.Command;
        if (command.MaxAge is { } age && Now - due.Cause.Event.OccurredAt > age)
        {
            await CloseAsync(due, new(Settlement.Refused, RefuseReason.Expired, Settlement.Refused), null, cancel);
        }
        else if (command.At is not null && Now - due.WakeAt > command.MaxLate)
        {
            await CloseAsync(due, Settled.Refused(RefuseReason.TooLate), null, cancel);
        }
        else if (command.Action is IMessageAction message && IsUnwanted(command, message.Intent(command.Input!)))
        {
            await CloseAsync(due, Settled.Refused(RefuseReason.OptedOut), null, cancel);
        }
        else if (command.Action is IMessageAction sent && sent.Intent(command.Input!) is MessageIntent.OfTemplate wanted && IsUnknown(command.Connection, wanted.Name))
        {
            await CloseAsync(due, new(Settlement.Refused, RefuseReason.TemplateUnavailable, Settlement.Refused), null, cancel);
        }
        else if (command.Action is IMessageAction text && text.Intent(command.Input!) is MessageIntent.FreeForm && (thread?.WindowOpenUntil is not { } until || until <= Now))
        {
            await KeepWordsAsync(due, cancel);
        }
        else
        {
            return !await IsHeldBackAsync(due, cancel);
        }

        return false;
    }

    private bool IsUnwanted(CommandDraft command, MessageIntent intent)
    {
        var category = intent switch
        {
            MessageIntent.OfTemplate template => environment.Templates.GetValueOrDefault(command.Connection)?.FirstOrDefault(known => known.Name == template.Name)?.Category is { } known ? ConsentCategories.Of(known) : null,
            _ => ConsentConfirmation.Is(command.File, command.RouteId) ? null : ConsentCategories.Replies,
        };
        return category is not null && customer is { } asked && asked.Consent.OptedOut.Contains(category, StringComparer.Ordinal);
    }

    // Where the vendor's list is there, what is not in it cannot go.
    private bool IsUnknown(string connection, string template) =>
        environment.Templates.TryGetValue(connection, out var known) && !known.Any(other => other.Name == template && other.Status == "approved");

    private async Task KeepWordsAsync(Planned due, CancellationToken cancel)
    {
        var command = due.Command;
        if (command.OutsideWindow is not { } outside)
        {
            await CloseAsync(due, Settled.Refused(RefuseReason.WindowClosed), null, cancel);
            return;
        }

        var closedSince = thread?.WindowOpenUntil ?? DateTimeOffset.MinValue;
        if (templateSentFor != closedSince)
        {
            templateSentFor = closedSince;
            results.Add(Done(outside.Action, outside.Input, command.RouteId));
            Left((IMessageAction)outside.Action, outside.Input, command, CausesOf(command, due.Cause));
        }

        Watch?.Kept(command);
        open[due.Id] = due with { For = Wait.ForCustomer, Due = Now + outside.Keep };
        results.Add(new() { ["kept"] = command.Action.Name, ["route"] = command.RouteId });
        await FollowAsync(due, new(command.RouteId, command.Bindings, RefuseReason.WindowClosed, null, RefuseReason.WindowClosed, null), cancel);
    }

    // The gate's last two questions: hours, then limit. True where the command waits or has ended.
    private async Task<bool> IsHeldBackAsync(Planned due, CancellationToken cancel)
    {
        var command = due.Command;
        if (command.Hours is { } hours && snapshot.Calendars.GetValueOrDefault(hours) is { } calendar && calendar.OpensAt(Now) is var opens && (opens is null || opens > Now))
        {
            if (opens is null) await CloseAsync(due, new(Settlement.Refused, RefuseReason.OutOfHours, Settlement.Refused), null, cancel);
            else Hold(due, opens, RefuseReason.OutOfHours);
        }
        else if (command.Limit is { } limit && limits.FullUntil(command, To(command), Now) is { } free)
        {
            if (limit.Over == LimitOver.Drop) await CloseAsync(due, Settled.Refused(RefuseReason.Capped), null, cancel);
            else await HoldBackAsync(due, free, limit, cancel);
        }
        else
        {
            return false;
        }

        return true;
    }

    // Of those that the limit puts off, over: newest leaves only the one that was made last.
    private async Task HoldBackAsync(Planned due, DateTimeOffset until, LimitDraft limit, CancellationToken cancel)
    {
        var replaced = Settled.Cancelled(CancelReason.Replaced);
        foreach (var other in limit.Over == LimitOver.Newest ? open.Values.Where(held => held.IsCapped && ScenarioLimits.IsSame(held.Command, To(held.Command), due.Command, To(due.Command))).ToList() : [])
        {
            if (other.Id > due.Id)
            {
                await CloseAsync(due, replaced, null, cancel);
                return;
            }

            await CloseAsync(other, replaced, null, cancel);
        }

        Hold(due, until, RefuseReason.Capped);
    }

    private void Hold(Planned due, DateTimeOffset? until, string why)
    {
        Watch?.Held(due.Command, why);
        open[due.Id] = due with { For = until is null ? Wait.ForPeople : Wait.ForTime, Due = until, WakeAt = until ?? due.WakeAt, IsCapped = why == RefuseReason.Capped };
        results.Add(new() { ["held"] = why, ["route"] = due.Command.RouteId, ["action"] = due.Command.Action.Name, ["until"] = until is { } end ? Shown(end) : null });
    }

    // To whom it goes: the scenario's one customer, or another phone.
    private string To(CommandDraft command) =>
        command.Action is IMessageAction message && message.Intent(command.Input!).To is Recipient.ToPhone phone && phone.Phone != customer?.Phone ? phone.Phone : CustomerId;

    private static string Shown(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
