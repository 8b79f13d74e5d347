using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connections;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Turns the drafts of a route into commands, inside T2: subject and line, <c>once</c>, slot, link.</summary>
internal sealed class CommandMaking(ConnectionRegistry connections, AfterRestore after)
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromHours(1);

    /// <summary>What the commands of one route have in common.</summary>
    /// <param name="Event">The event whose route made them.</param>
    /// <param name="Root">The event at the root of the chain.</param>
    /// <param name="Snapshot">The files' hash.</param>
    /// <param name="Followed">The command followed, in <c>after</c> routes.</param>
    /// <param name="SeenCustomer">The customer that the route saw.</param>
    /// <param name="SeenThread">The thread that the route saw.</param>
    /// <param name="Find">Its <c>find</c>, where it looks for a link.</param>
    /// <param name="Linked">The link that its <c>find</c> led to.</param>
    public sealed record Origin(
        EventRow Event, EventView Root, string Snapshot, string? Followed, string? SeenCustomer, string? SeenThread, FindBy.ByLink? Find, LinkRow? Linked)
    {
        /// <summary>The parked command in whose place one is made anew; null for the first of an event.</summary>
        public CommandRow? InPlaceOf { get; init; }

        /// <summary>The other end of the link, where it is one of these objects and known already.</summary>
        public string? EndOf(string what) => (Find, Linked) switch
        {
            ({ FromLeft: true, Link.Right: var right }, { } link) when right == what => link.RightId,
            ({ FromLeft: false, Link.Left: var left }, { } link) when left == what => link.LeftId,
            _ => null,
        };
    }

    /// <summary>Makes one command.</summary>
    public async ValueTask MakeAsync(ISql sql, CommandDraft draft, Origin origin, DateTimeOffset now)
    {
        var recipient = draft is { Input: not null, Refusal: null, Action: IMessageAction action }
            ? await RecipientAsync(sql, action.Intent(draft.Input).To, connections.Find(draft.Connection)!, origin.Event.Id, now)
            : null;
        var isBehindLink = draft.UsesLinked && origin.Linked is { State: "reserved" };
        var due = draft.At is { } at && at > now ? at : now;
        var command = new CommandRow
        {
            Id = origin.InPlaceOf is { } parked ? RemadeId(parked.Id) : Keys.Id("command", origin.Event.Id, draft.File, draft.RouteId, draft.Item.ToString(null, null), "0"),
            Event = origin.Event.Id,
            Root = origin.Root.Id,
            File = draft.File,
            Route = draft.RouteId,
            Item = draft.Item,
            Generation = origin.InPlaceOf is { } before ? before.Generation + 1 : 0,
            Snapshot = origin.Snapshot,
            Connection = draft.Connection,
            Action = draft.Action.Name,
            Subject = SubjectOf(draft, origin, recipient),
            Lane = draft.Lane,
            State = isBehindLink ? CommandState.AwaitingLink : due > now ? CommandState.Scheduled : CommandState.Waiting,
            CreatedAt = now,
            OccurredAt = origin.Root.OccurredAt,
            ArrivedAt = origin.Root.ArrivedAt,
            DueAt = draft.At ?? now,
            WakeAt = draft.At is { } given && !(origin.Event.IgnoresAge && given < now) ? given : now,
            IsTimed = draft.At is not null,
            MaxLate = draft.MaxLate,
            MaxAge = origin.Event.IgnoresAge ? null : draft.MaxAge,
            Input = draft.Input is null ? null : JsonSerializer.Serialize(draft.Input, draft.Action.Input),
            Bindings = draft.Bindings,
            LinkName = draft.Link?.Name,
            LinkLeft = draft.Link?.LeftId,
            LinkRight = draft.Link?.RightId,
            AwaitsLink = isBehindLink ? Links.LineOf(origin.Linked!.Name, origin.Linked.LeftId) : null,
            OnceKey = draft.OnceKey is null ? null : Keys.Hash("once", draft.File, draft.RouteId, draft.OnceKey),
            Slot = draft.Slot?.Key,
            SlotKeepsOldest = draft.Slot is { KeepOldest: true },
            Hours = draft.Hours,
            Quota = draft.Limit is { } limit ? JsonSerializer.Serialize(limit, PipelineJson.Default.LimitDraft) : null,
            OutsideWindow = draft.OutsideWindow is { } outside ? Store(outside) : null,
            Customer = recipient?.Customer,
            Thread = recipient?.Id,
            SeenCustomer = origin.SeenCustomer,
            SeenThread = origin.SeenThread,
            Followed = origin.Followed,
            FollowedOutcomes = string.Join(' ', draft.FollowedOutcomes),
        };
        if (!origin.Event.IgnoresAge && IsTooOldToTell(draft, origin.Root))
        {
            await InsertClosedAsync(
                sql, command, new(CommandState.Refused, RefuseReason.Expired, "refused") { Error = "Its event was found by reconciliation, more than an hour after it happened, and the route has no late: true." }, now);
        }
        else if (draft.Refusal is { } refusal)
        {
            await InsertClosedAsync(sql, command, new(CommandState.Refused, refusal.Reason, refusal.Outcome), now);
        }
        else
        {
            await InsertAsync(sql, command, draft, origin, now);
        }
    }

    /// <summary>Why a command that would be made now is refused for its age alone, as one sentence; null where it is not.</summary>
    public static string? TooOld(CommandDraft draft, EventView root, DateTimeOffset now) =>
        draft.MaxAge is { } age && now - root.OccurredAt > age ? $"Its event is older than the {age} that max_age of the route {draft.RouteId} gives it."
        : draft.At is { } at && now - at > draft.MaxLate ? $"It was to go at {at:u}, longer ago than max_late of the route {draft.RouteId}."
        : IsTooOldToTell(draft, root) ? $"Its event was found by reconciliation, more than an hour after it happened, and the route {draft.RouteId} has no late: true."
        : null;

    /// <summary>The id of the command that takes the place of a parked one.</summary>
    public static string RemadeId(string parked) => Keys.Id("remade", parked);

    // News that the webhooks missed: a record is put right whenever that is found, a person is not written to hours later.
    private static bool IsTooOldToTell(CommandDraft draft, EventView root) =>
        draft is { Action: IMessageAction, Late: false } && root.IsReconciled && root.ArrivedAt - root.OccurredAt > LateAfter;

    /// <summary>The stored form of <c>outside_window</c>.</summary>
    public static string Store(OutsideWindowDraft outside) => JsonSerializer.Serialize(
        new StoredOutsideWindow(outside.Action.Name, JsonSerializer.Serialize(outside.Input, outside.Action.Input), outside.Keep),
        PipelineJson.Default.StoredOutsideWindow);

    /// <summary>The thread of a recipient, made with its customer where the hub does not know them yet; null without an address.</summary>
    public static async ValueTask<ThreadRow?> RecipientAsync(ISql sql, Recipient? to, Connection connection, string evidence, DateTimeOffset now)
    {
        switch (to)
        {
            case Recipient.InThread thread:
                return await People.FindThreadAsync(sql, thread.ThreadId);
            case Recipient.ToCustomer customer when await People.FindAsync(sql, customer.CustomerId) is { } known:
                return await People.OpenThreadAsync(sql, connection.Name, connection.Account!, known.Id, now);
            case Recipient.ToPhone phone:
                var person = new Person([new("", AliasKind.Phone, phone.Phone)], null);
                var plan = await People.ResolveAsync(sql, person, Keys.Id("customer", evidence, phone.Phone));
                await People.ApplyAsync(sql, plan, person, evidence, now);
                return await People.OpenThreadAsync(sql, connection.Name, connection.Account!, plan.CustomerId, now);
            default:
                return null;
        }
    }

    private async ValueTask InsertAsync(ISql sql, CommandRow command, CommandDraft draft, Origin origin, DateTimeOffset now)
    {
        if (command.OnceKey is { } used && await Once.OwnerAsync(sql, used) is { State: "spent" } spender && spender.Command != command.Id)
        {
            await InsertClosedAsync(sql, command, new(CommandState.Refused, RefuseReason.Once, "refused"), now);
            return;
        }

        var holder = draft.Slot is { } taken ? await Slots.HolderAsync(sql, taken.Key) : null;

        // Before the slot, so that nobody is cancelled for a command that is cancelled itself. The link that who stands there has reserved ends with them.
        if (draft.Link is { } made && await Links.OpenInAsync(sql, Links.LineOf(made.Name, made.LeftId)) is { } there
            && !(there.State == "reserved" && there.Command == holder?.Id))
        {
            await InsertClosedAsync(sql, command, new(CommandState.Cancelled, CancelReason.LinkExists, "cancelled"), now);
            return;
        }

        if (draft.Slot is { } slot && holder is not null)
        {
            if (slot.KeepOldest)
            {
                await InsertClosedAsync(sql, command, new(CommandState.Cancelled, CancelReason.SlotTaken, "cancelled"), now);
                return;
            }

            await CommandClosing.CloseAsync(sql, holder, new(CommandState.Cancelled, CancelReason.SlotReplaced, "cancelled"), now);
        }

        // After the slot: who was replaced in it may have held the key.
        if (command.OnceKey is { } key && !await Once.ReserveAsync(sql, key, command.Id, now) && await Once.OwnerAsync(sql, key) is { } owner && owner.Command != command.Id)
        {
            command = command with { State = CommandState.AwaitingOnce };
        }

        if (draft.Link is { } link) await Links.OpenAsync(sql, link.Name, link.LeftId, link.RightId, command.Id, now);
        // What has expired is refused by the gate, whatever was done in a lost time.
        var mayHaveLeft = origin.InPlaceOf is null && after.MayHaveLeft(command) && !command.IsExpired(now);
        if (command.Slot is null && !mayHaveLeft)
        {
            await Outbox.PostAsync(sql, command, StandsInFor(origin));
            return;
        }

        if (!await Outbox.InsertAsync(sql, command, StandsInFor(origin))) return;
        if (command.Slot is { } own) await Slots.TakeAsync(sql, own, command.Id);
        if (mayHaveLeft) await AfterRestore.SettleAsync(sql, command, draft.Action.Effect, now);
    }

    // A command that ends as it is made is counted like any other, and its outcome is reported.
    private static async ValueTask InsertClosedAsync(ISql sql, CommandRow command, CommandEnd end, DateTimeOffset now)
    {
        var held = command with { State = CommandState.Held, LinkName = null, Slot = null };
        if (await Outbox.InsertAsync(sql, held)) await CommandClosing.CloseAsync(sql, held, end, now);
    }

    // What a failed command's words go on as, by way of its link, goes in the place of that command: inbox order is kept.
    private static string? StandsInFor(Origin origin) => origin is { Followed: { } followed, Linked: not null, Event.FollowedOutcome: not "done" } ? followed : null;

    // Behind a link the target is not known yet: the subject ends with the slash to which its id comes. What is evaluated at delivery
    // stands with what its route has found, until its input names the target.
    private static string SubjectOf(CommandDraft draft, Origin origin, ThreadRow? recipient)
    {
        if (draft.Link is { RightId: null } link) return Links.LineOf(link.Name, link.LeftId);
        if (recipient is not null) return Lines.OfThread(draft.Connection, recipient.Id);
        if (draft.Action is IMessageAction && origin.SeenThread is { } thread) return Lines.OfThread(draft.Connection, thread);
        var target = draft.Input is not null ? draft.Action.TargetOf(draft.Input) : draft.UsesLinked ? origin.Linked?.RightId ?? ""
            : origin.EndOf(draft.Action.Object);

        // What one person causes keeps its order, though their address is not shown to whoever looks at the line.
        return $"{draft.Connection}/{draft.Action.Object}/{target ?? $"new/{Keys.Id("subject", origin.Event.Subject)}"}";
    }
}
