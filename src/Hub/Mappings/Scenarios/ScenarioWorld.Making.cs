using System.Text.Json.Nodes;
using Hub.BuiltIn;

namespace Hub.Mappings.Scenarios;

/// <summary>How commands come to wait in a scenario: their key, slot and link, as the hub gives them in the transaction of the event.</summary>
internal sealed partial class ScenarioWorld
{
    // Each command takes its turn when all of the event are made, as one may end another that has not gone yet.
    private void Make(CommandDraft command, Cause cause, Queue<Turn> turns)
    {
        var made = new Planned(++planned, command, cause) { WakeAt = command.At ?? Now };
        if (command.Refusal is { } refusal)
        {
            turns.Enqueue(new(made, new(Settlement.Refused, refusal.Reason, refusal.Outcome)));
            return;
        }

        if (keys.IsSpent(command))
        {
            turns.Enqueue(new(made, UsedKey));
            return;
        }

        var holder = command.Slot is { } wanted ? Holder(wanted.Key) : null;
        if (command.Link is { } exists && links.IsOpen(exists.Name) && !(holder is not null && links.IsReserved(exists.Name, holder.Id)))
        {
            turns.Enqueue(new(made, Settled.Cancelled(CancelReason.LinkExists)));
            return;
        }

        if (holder is not null && command.Slot is { KeepOldest: true })
        {
            turns.Enqueue(new(made, Settled.Cancelled(CancelReason.SlotTaken)));
            return;
        }

        var notes = new List<JsonObject>();
        if (holder is not null) notes.Add(Drop(holder, CancelReason.SlotReplaced, turns));
        made = made with { Link = command.UsesLinked && snapshot.Find(command.RouteId)?.Find is FindBy.ByLink by && links.IsReserved(by.Link.Name) ? by.Link.Name : null };
        made = keys.Reserve(command, made.Id) ? Placed(made) : made with { For = Wait.ForKey };
        if (command.Link is { } link) links.Open(link, made.Id, Now);
        if (made.For != Wait.Turn) notes.Add(Waits(made));
        open[made.Id] = made;
        turns.Enqueue(new(made, null) { Notes = notes });
    }

    private static Settled UsedKey { get; } = new(Settlement.Refused, RefuseReason.Once, Settlement.Refused);

    // Behind its link while that is being made, then until it is due.
    private Planned Placed(Planned made) =>
        made.Link is { } link && links.IsReserved(link) ? made with { For = Wait.ForLink, Due = null }
        : made.Command.At is { } at && at > Now ? made with { For = Wait.ForTime, Due = at, WakeAt = at }
        : made with { For = Wait.Turn, Due = null, WakeAt = made.WakeAt < Now ? made.WakeAt : Now };

    private Planned? Holder(string slot) => open.Values.FirstOrDefault(held => held.For != Wait.ForAnswer && held.Command.Slot?.Key == slot);

    private void Cancel(SlotMatch slots, Queue<Turn> turns)
    {
        foreach (var held in open.Values.Where(held => held.For != Wait.ForAnswer && held.Command.Slot is { } slot && slots.Takes(slot.Key)).ToList())
        {
            results.Add(Drop(held, CancelReason.SlotCancelled, turns));
        }
    }

    private JsonObject Drop(Planned held, string reason, Queue<Turn> turns)
    {
        Settle(held, Settled.Cancelled(reason), turns);
        return Ended(Settlement.Cancelled, held.Command, reason);
    }

    // What hangs on the end of a command: its key goes to who waits for it, and who waits for the link that it was to make is parked.
    private void Settle(Planned ended, Settled end, Queue<Turn> turns)
    {
        open.Remove(ended.Id);
        var fate = Settlement.KeyAfter(end.State, end.Reason);
        var rivals = open.Values.Where(other => other.For == Wait.ForKey && ScenarioOnce.IsSame(other.Command, ended.Command)).ToList();
        if (keys.Settle(ended.Command, ended.Id, fate, rivals.FirstOrDefault()?.Id))
        {
            if (fate == KeyFate.Spent) foreach (var rival in rivals) turns.Enqueue(new(rival, UsedKey));
            else if (rivals.FirstOrDefault() is { } heir) Enter(heir, turns);
        }

        if (!Settlement.BreaksLink(end.State) || !links.Break(ended.Command.Link, ended.Id)) return;
        foreach (var dependant in Behind(ended.Command.Link!.Name)) turns.Enqueue(new(dependant, Settled.Parked(ParkReason.Dependency)));
    }

    private List<Planned> Behind(string link) => [.. open.Values.Where(waiting => waiting.For == Wait.ForLink && waiting.Link == link)];

    // What it has waited for is there: it stands where it belongs now.
    private void Enter(Planned waiting, Queue<Turn> turns)
    {
        if (waiting.Link is { } link && !links.IsOpen(link))
        {
            turns.Enqueue(new(waiting, Settled.Parked(ParkReason.Dependency)));
            return;
        }

        var placed = Placed(waiting);
        open[placed.Id] = placed;
        turns.Enqueue(new(placed, null) { Notes = placed.For == Wait.Turn ? [] : [Waits(placed)] });
    }

    private async Task TakeAsync(Queue<Turn> turns, CancellationToken cancel)
    {
        while (turns.TryDequeue(out var turn))
        {
            results.AddRange(turn.Notes);
            if (turn.End is { } end) await CloseAsync(turn.Planned, end, null, cancel);
            else if (open.TryGetValue(turn.Planned.Id, out var now) && now.For == Wait.Turn) await DeliverAsync(now, cancel);
        }
    }

    private static JsonObject Waits(Planned made)
    {
        var waits = new JsonObject { ["waits"] = made.Command.Action.Name, ["route"] = made.Command.RouteId };
        if (made.For == Wait.ForTime) waits["until"] = Shown(made.Due!.Value);
        else waits["for"] = made.For == Wait.ForKey ? Expectation.ForKey : Expectation.ForLink;
        waits["slot"] = made.Command.Slot?.Key;
        return waits;
    }

    /// <summary>What comes of a command in its turn: it goes, or ends as it was made.</summary>
    private sealed record Turn(Planned Planned, Settled? End)
    {
        /// <summary>What is told of its making.</summary>
        public IReadOnlyList<JsonObject> Notes { get; init; } = [];
    }
}
