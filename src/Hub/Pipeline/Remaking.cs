using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What the mapping files in force make of a parked command's event: a closed set.</summary>
internal abstract record Remade
{
    private Remade()
    {
    }

    /// <summary>They make this command in its place.</summary>
    /// <param name="Draft">The command.</param>
    /// <param name="Occasion">Its event.</param>
    /// <param name="Look">What its route saw.</param>
    /// <param name="Decision">What its route decided.</param>
    public sealed record Anew(CommandDraft Draft, Occasion Occasion, Look Look, Decision Decision) : Remade;

    /// <summary>They make none.</summary>
    /// <param name="Sentence">Why.</param>
    public sealed record Not(string Sentence) : Remade;
}

/// <summary>Makes parked commands anew by the mapping files in force. Of what else their routes do, nothing is done again.</summary>
internal sealed class Remaking(SnapshotStore snapshots, Occasions occasions, CommandMaking making, EvaluationBorder border)
{
    /// <summary>Has the command's route look at its event once more, as the files in force have it. What may have had its effect is made anew only where that may double.</summary>
    public async ValueTask<Remade> LookAsync(ISql sql, CommandRow row, ReplayWay way, DateTimeOffset now)
    {
        if (row.Route != row.PausedAs) return new Remade.Not($"It is the template that the route {row.PausedAs} sends outside the window; only as it was made can it be replayed.");
        var snapshot = snapshots.Active!;
        if (snapshot.Find(row.Route) is not { } route) return new Remade.Not($"The mapping files in force have no route {row.Route}.");
        if (await OccasionAsync(sql, row, snapshot) is not { } occasion) return new Remade.Not("Its event, or the connection of its event, is not there any more.");
        if (!occasion.Routes.Contains(route)) return new Remade.Not($"The route {row.Route} does not listen to this event any more.");
        occasion = occasion with { Routes = [route] };
        var look = await Look.TakeAsync(sql, occasion, border, now);
        var decision = Decision.Of(border, occasion, look, route);
        return decision.Outcome switch
        {
            RouteOutcome.Failed { Failure: var failure } => new Remade.Not($"The route {row.Route} fails for its event: {Describe(failure)}"),
            RouteOutcome.Matched matched when matched.Commands.FirstOrDefault(draft => draft.Item == row.Item) is { } draft =>
                !way.Resends && draft.Action.Effect is not EffectClass.Idempotent && await Attempts.CountAsync(sql, row, "unknown") > 0
                    ? new Remade.Not("An attempt of it got no answer, so it may have had its effect; as a new command that cannot be looked for, and it could be done twice. Replay it as it was made, or say resend.")
                    : !way.IgnoresAge && CommandMaking.TooOld(draft, occasion.View, now) is { } old ? new Remade.Not($"{old} It would be refused and stays parked. {ParkedChanges.ToRunItAllTheSame}")
                    : new Remade.Anew(row is { Generation: > 0, OnceKey: null } ? draft with { OnceKey = null } : draft, occasion, look, decision),
            RouteOutcome.Matched => new Remade.Not($"The route {row.Route} does not make this command any more."),
            _ => new Remade.Not($"The route {row.Route} does not match its event any more."),
        };
    }

    /// <summary>Puts a command in the place of a parked one, which ends cancelled(remade); its <c>once</c> key is now the other's.</summary>
    /// <returns>False where what its route saw has changed: look anew.</returns>
    public async ValueTask<bool> ReplaceAsync(ISql sql, CommandRow row, Remade.Anew anew, ReplayWay way, DateTimeOffset now)
    {
        if (!anew.Look.Agrees(await Look.TakeAsync(sql, anew.Occasion, border, now))) return false;
        var id = CommandMaking.RemadeId(row.Id);
        if (row.OnceKey is { } key && anew.Draft.OnceKey is { } same && Keys.Hash("once", anew.Draft.File, anew.Draft.RouteId, same).AsSpan().SequenceEqual(key)) await Once.PassOnAsync(sql, key, row.Id, id);
        await CommandClosing.CloseAsync(sql, row, new(CommandState.Cancelled, CancelReason.Remade, "cancelled") { Code = row.Code, Error = row.Error }, now);
        var moment = anew.Decision.Moment;
        var origin = new CommandMaking.Origin(
            anew.Occasion.Row, anew.Occasion.View, anew.Occasion.Snapshot.Hash, row.Followed, moment.Customer?.Id, moment.Thread?.Id, anew.Decision.Route.Find as FindBy.ByLink, anew.Decision.Link)
        {
            InPlaceOf = row,
        };
        await making.MakeAsync(sql, way.IgnoresAge ? anew.Draft with { MaxAge = null, Late = true, At = anew.Draft.At < now ? now : anew.Draft.At } : anew.Draft, origin, now);
        return true;
    }

    /// <summary>What the routes of the files in force make of a parked event that a replay would run now.</summary>
    /// <returns>Null where its connection or its type is not there any more, or it has to be completed first.</returns>
    public async ValueTask<IReadOnlyList<Decision>?> DecisionsAsync(ISql sql, EventRow row, DateTimeOffset now) => (await DecideAsync(sql, row, now))?.Decisions;

    /// <summary>Why nothing would go of what the routes of the files in force make of a parked event now, where its age alone is why; null where something would go, or nothing is made.</summary>
    public async ValueTask<string?> TooOldAsync(ISql sql, EventRow row, DateTimeOffset now)
    {
        if (await DecideAsync(sql, row, now) is not var (decisions, root)) return null;
        if (decisions.Any(decision => decision.Outcome is RouteOutcome.Failed)) return null;
        var refused = decisions.Select(decision => decision.Outcome).OfType<RouteOutcome.Matched>().SelectMany(matched => matched.Commands).Select(draft => CommandMaking.TooOld(draft, root, now)).ToList();
        return refused.Count > 0 && refused.TrueForAll(why => why is not null) ? $"{refused[0]} Nothing of it would go, so it stays parked. {ParkedChanges.ToRunItAllTheSame}" : null;
    }

    private async ValueTask<(IReadOnlyList<Decision> Decisions, EventView Root)?> DecideAsync(ISql sql, EventRow row, DateTimeOffset now)
    {
        if (row.Completeness != EventCompleteness.Complete) return null;
        var occasion = row.Followed is { } id && await Outbox.FindAsync(sql, id) is { } followed
            ? await Events.FindAsync(sql, followed.Root) is { } root ? occasions.Of(row, followed, root, snapshots.Active!) : null
            : occasions.Of(row, snapshots.Active!);
        return occasion is null ? null : (Decision.AllOf(border, occasion, await Look.TakeAsync(sql, occasion, border, now)), occasion.View);
    }

    /// <summary>A failed expression as one sentence.</summary>
    public static string Describe(RouteFailure failure) => $"{failure.Where}: {failure.Message} (in {failure.Expression})";

    private async ValueTask<Occasion?> OccasionAsync(ISql sql, CommandRow row, Snapshot snapshot)
    {
        if (await Events.FindAsync(sql, row.Event) is not { } e) return null;
        if (row.Followed is null) return occasions.Of(e, snapshot);
        return await Outbox.FindAsync(sql, row.Followed) is { } followed && await Events.FindAsync(sql, row.Root) is { } root ? occasions.Of(e, followed, root, snapshot) : null;
    }
}
