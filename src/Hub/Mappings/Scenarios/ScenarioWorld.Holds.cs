using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Connectors;

namespace Hub.Mappings.Scenarios;

/// <summary>What holds a command back by the clock or by a limit.</summary>
internal sealed partial class ScenarioWorld
{
    private readonly ScenarioLimits limits = new();

    /// <summary>What waits in a slot now: its route, action and due time, each null where the slot is empty.</summary>
    public JsonObject InSlot(string key)
    {
        var holder = waiting.Find(held => held.Command.Slot?.Key == key);
        return new() { ["in_slot"] = key, ["route"] = holder?.Command.RouteId, ["action"] = holder?.Command.Action.Name, ["until"] = holder is null ? null : Shown(holder.Due) };
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
        waiting.Add(new(command, cause, until, IsKept: false) { IsCapped = verdict == "capped" });
        results.Add(new() { ["held"] = verdict, ["route"] = command.RouteId, ["action"] = command.Action.Name, ["until"] = Shown(until) });
    }

    // To whom it goes: the scenario's one customer, or another phone.
    private string To(CommandDraft command) =>
        command.Action is IMessageAction message && message.Intent(command.Input!).To is Recipient.ToPhone phone && phone.Phone != customer?.Phone ? phone.Phone : CustomerId;

    private static string Shown(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
