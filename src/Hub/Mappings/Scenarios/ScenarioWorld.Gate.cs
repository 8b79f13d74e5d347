using System.Globalization;
using System.Text.Json.Nodes;
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
        var holder = waiting.Find(held => held.Command.Slot?.Key == key);
        return new() { ["in_slot"] = key, ["route"] = holder?.Command.RouteId, ["action"] = holder?.Command.Action.Name, ["until"] = holder is null ? null : Shown(holder.Due) };
    }

    // The part of the gate that scenarios can see; false where the command has ended or waits.
    private async Task<bool> JudgeAsync(CommandDraft command, Cause cause, CancellationToken cancel)
    {
        if (command.Refusal is { } refusal)
        {
            await EndAsync(command, cause, refusal.Outcome, refusal.Reason, null, cancel);
        }
        else if (command.MaxAge is { } age && Now - cause.Event.OccurredAt > age)
        {
            await EndAsync(command, cause, "refused", "expired", null, cancel);
        }
        else if (command.Action is IMessageAction message && IsUnwanted(command, message.Intent(command.Input!)))
        {
            await EndAsync(command, cause, "opted_out", "opted_out", null, cancel);
        }
        else if (command.Action is IMessageAction text && text.Intent(command.Input!) is MessageIntent.FreeForm && (thread?.WindowOpenUntil is not { } until || until <= Now))
        {
            await KeepWordsAsync(command, cause, cancel);
        }
        else
        {
            return !await IsHeldBackAsync(command, cause, cancel);
        }

        return false;
    }

    private bool IsUnwanted(CommandDraft command, MessageIntent intent)
    {
        var category = intent switch
        {
            MessageIntent.OfTemplate template => environment.Templates?.FirstOrDefault(known => known.Name == template.Name)?.Category is { } known ? ConsentCategories.Of(known) : null,
            _ => ConsentConfirmation.Is(command.File, command.RouteId) ? null : ConsentCategories.Replies,
        };
        return category is not null && customer is { } asked && asked.Consent.OptedOut.Contains(category, StringComparer.Ordinal);
    }

    private async Task KeepWordsAsync(CommandDraft command, Cause cause, CancellationToken cancel)
    {
        if (command.OutsideWindow is not { } outside)
        {
            await EndAsync(command, cause, "window_closed", "window_closed", null, cancel);
            return;
        }

        var closedSince = thread?.WindowOpenUntil ?? DateTimeOffset.MinValue;
        if (templateSentFor != closedSince)
        {
            templateSentFor = closedSince;
            results.Add(Done(outside.Action, outside.Input, command.RouteId));
            Left((IMessageAction)outside.Action, outside.Input, command, CausesOf(command, cause));
        }

        Watch?.Kept(command);
        waiting.Add(new(command, cause, Now + outside.Keep, IsKept: true));
        results.Add(new() { ["kept"] = command.Action.Name, ["route"] = command.RouteId });
        await FollowAsync(command, cause, new(command.RouteId, command.Bindings, "window_closed", null, "window_closed", null), cancel);
    }

    // The gate's last two questions: hours, then limit. True where the command waits or has ended.
    private async Task<bool> IsHeldBackAsync(CommandDraft command, Cause cause, CancellationToken cancel)
    {
        if (command.Hours is { } hours && environment.Calendars.GetValueOrDefault(hours)?.OpensAt(Now) is { } opens && opens > Now)
        {
            Hold(command, cause, opens, "out_of_hours");
        }
        else if (command.Limit is { } limit && limits.FullUntil(command, To(command), Now) is { } free)
        {
            if (limit.Over == LimitOver.Drop) await EndAsync(command, cause, "capped", "capped", null, cancel);
            else HoldBack(command, cause, free, limit);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void HoldBack(CommandDraft command, Cause cause, DateTimeOffset until, LimitDraft limit)
    {
        foreach (var other in limit.Over == LimitOver.Newest ? waiting.FindAll(held => held.IsCapped && ScenarioLimits.IsSame(held.Command, To(held.Command), command, To(command))) : [])
        {
            waiting.Remove(other);
            Note("cancelled", other.Command, "replaced");
        }

        Hold(command, cause, until, "capped");
    }

    private void Hold(CommandDraft command, Cause cause, DateTimeOffset until, string verdict)
    {
        Watch?.Held(command, verdict);
        waiting.Add(new(command, cause, until, IsKept: false) { IsCapped = verdict == "capped" });
        results.Add(new() { ["held"] = verdict, ["route"] = command.RouteId, ["action"] = command.Action.Name, ["until"] = Shown(until) });
    }

    // To whom it goes: the scenario's one customer, or another phone.
    private string To(CommandDraft command) =>
        command.Action is IMessageAction message && message.Intent(command.Input!).To is Recipient.ToPhone phone && phone.Phone != customer?.Phone ? phone.Phone : CustomerId;

    private static string Shown(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
