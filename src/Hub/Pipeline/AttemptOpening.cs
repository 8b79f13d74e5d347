using System.Text.Json;
using Hub.BuiltIn;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Customers;
using Hub.Faults;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>A command whose input is there.</summary>
/// <param name="Row">The stored command, with the input as it will be stored.</param>
/// <param name="Input">The input.</param>
/// <param name="Template">For template sends, the template that it would use.</param>
internal sealed record Prepared(CommandRow Row, object Input, TemplateChoice? Template);

/// <summary>What T3 let through.</summary>
/// <param name="Passed">The commands whose attempt has begun: one call for all of them.</param>
/// <param name="Address">Where to, for messages.</param>
/// <param name="Verdicts">What the gate said of each command that it was asked about, by its name.</param>
internal sealed record Opening(IReadOnlyList<Prepared> Passed, MessageAddress? Address, IReadOnlyList<string> Verdicts);

/// <summary>T3: asks the gate and begins the attempt, or does what the verdict says.</summary>
internal sealed class AttemptOpening(HubSettings settings, SnapshotStore snapshots, BlastGuard guard, PortfolioTiers tiers, FaultTrigger faults)
{
    private readonly HashSet<string> onlyTo = settings.Hub.OnlyTo.Select(PhoneNumbers.MatchKey).ToHashSet(StringComparer.Ordinal);

    /// <summary>Opens the attempt of the first and of those that go out with it; the first that does not pass ends the group.</summary>
    public async ValueTask<Opening> OpenAsync(ISql sql, IReadOnlyList<Prepared> group, IAction action, Connection connection, DateTimeOffset now)
    {
        var passed = new List<Prepared>(group.Count);
        var verdicts = new List<string>(group.Count);
        MessageAddress? address = null;
        foreach (var prepared in group)
        {
            // A slot, a discard or another node may have moved it since it was read.
            if (await Pauses.StandingAsync(sql, prepared.Row, now) is not { State: CommandState.Waiting } standing) break;
            var (row, facts) = await FactsAsync(sql, prepared, standing, action, connection, now);
            var verdict = Gate.Judge(facts);

            // Asked last, because whoever asks takes of the room.
            if (verdict is Verdict.Pass && await TierAsync(sql, row, facts, now) is { } tier)
            {
                facts = facts with { Tier = tier };
                verdict = Gate.Judge(facts);
            }

            verdicts.Add(Gate.NameOf(verdict));
            if (verdict is not Verdict.Pass)
            {
                await ObeyAsync(sql, row, action, verdict, facts, now);
                break;
            }

            if (facts.Guard is { } sends) await BlastGuard.TakeAsync(sql, row, sends, now);
            if (facts.Limit is { } limit) await Quotas.TakeAsync(sql, limit.Keys[0], row.Id, now - limit.Limit.In, now);
            if (facts.Frequency is { } frequency) await Quotas.TakeAsync(sql, frequency.Keys[0], row.Id, now - frequency.Longest, now);
            if (facts.Tier is { } reach) await Reaches.TakeAsync(sql, reach.Portfolio, row.Customer!, row.Id, now);
            address = facts.Address;
            await Attempts.BeginAsync(sql, row, group[0].Row.Id, now);
            if (action is IRecordAction writer && writer.WritesTo(prepared.Input) is { } written) await OwnWrites.BeginAsync(sql, row.Connection, written, row.Id, now);
            passed.Add(prepared with { Row = row with { State = CommandState.Started, Attempts = row.Attempts + 1 } });
        }

        faults.Pass(FaultPoint.InAttempt);
        return new(passed, address, verdicts);
    }

    private async ValueTask<(CommandRow Row, GateFacts Facts)> FactsAsync(ISql sql, Prepared prepared, Standing standing, IAction action, Connection connection, DateTimeOffset now)
    {
        var row = prepared.Row;
        var facts = new GateFacts
        {
            Command = row,
            Now = now,
            Once = row.OnceKey is null ? null : await Once.OwnerAsync(sql, row.OnceKey),
            RoutePaused = standing.RoutePaused,
            ConnectionPausedUntil = standing.ConnectionPausedUntil,
            Hours = row.Hours is null ? null : snapshots.Active?.Calendars.GetValueOrDefault(row.Hours),
        };
        if (action is not IMessageAction messages) return (row, facts with { Limit = await LimitAsync(sql, row, row.SeenCustomer, row.SeenThread, now) });
        var intent = messages.Intent(prepared.Input);
        var thread = row.Thread is { } known
            ? await People.FindThreadAsync(sql, known)
            : await CommandMaking.RecipientAsync(sql, intent.To, connection, row.Event, now);
        row = row with { Thread = thread?.Id, Customer = thread?.Customer, Shown = ShownOf(messages, prepared, intent) };
        var address = thread is null ? null : await AddressAsync(sql, thread.Customer);
        var (quiet, frequency) = thread is null ? default : await RulesAsync(sql, prepared, row, thread.Customer, address, now);
        return (row, facts with
        {
            Quiet = quiet,
            Frequency = frequency,
            Command = row,
            Intent = intent,
            Guard = await guard.LookAsync(sql, row, intent, now),
            Address = address,
            OnTestList = onlyTo.Count == 0 || (address?.To is { } to && onlyTo.Contains(PhoneNumbers.MatchKey(to))),
            OptedOut = thread is null ? [] : await Consents.OptedOutAsync(sql, thread.Customer),
            LastInboundAt = thread?.LastInboundAt,
            Template = prepared.Template,
            Limit = thread is null ? null : await LimitAsync(sql, row, thread.Customer, thread.Id, now),
        });
    }

    // Replies go to whoever has written, at any hour.
    private async ValueTask<(QuietFacts? Quiet, FrequencyFacts? Frequency)> RulesAsync(ISql sql, Prepared prepared, CommandRow row, string customer, MessageAddress? address, DateTimeOffset now)
    {
        if (prepared.Template?.Template is not { } template || !settings.Rules.TryGetValue(row.Connection, out var rules)) return default;
        var category = ConsentCategories.Of(template.Category);
        QuietFacts? quiet = null;
        if (rules.Quiet is { } hours && hours.Categories.Contains(category) && await People.FindAsync(sql, customer) is { } person)
        {
            var (opens, by) = hours.OpensAt(person.TimeZone, person.Country ?? CountryOf(address), now);
            quiet = new(opens, by, category);
        }

        if (!rules.Caps.TryGetValue(category, out var caps) || caps.Count == 0) return (quiet, null);
        var keys = (await Same.CustomersAsync(sql, customer)).ConvertAll(one => Keys.Hash("frequency", row.Connection, category, one));
        return (quiet, new(category, caps, keys, await Quotas.UsesAsync(sql, keys, row.Id, now - caps.Max(cap => cap.In), caps.Max(cap => cap.Count))));
    }

    // A business-scoped user id begins with the country (Meta, business-scoped user ids, 2026).
    private static string? CountryOf(MessageAddress? address) => address is { UserId: [_, _, '.', ..] id } ? id[..2] : address?.To is { } to ? PhoneNumbers.Country("+" + to) : null;

    // Within the window the vendor does not count whom it writes to.
    private async ValueTask<TierFacts?> TierAsync(ISql sql, CommandRow row, GateFacts facts, DateTimeOffset now) =>
        facts.Template is not null && !MessageWindow.IsOpen(facts.LastInboundAt, now) && row.Customer is { } customer ? await tiers.LookAsync(sql, row.Connection, customer, now) : null;

    private static async ValueTask<LimitFacts?> LimitAsync(ISql sql, CommandRow row, string? customer, string? thread, DateTimeOffset now)
    {
        if (row.Quota is null) return null;
        var limit = JsonSerializer.Deserialize(row.Quota, PipelineJson.Default.LimitDraft)!;

        // What went to those who merged into a person went to them.
        List<string> counted = limit.Per switch
        {
            LimitPer.Customer when customer is not null => await Same.CustomersAsync(sql, customer),
            LimitPer.Thread when thread is not null => await Same.ThreadsAsync(sql, thread),
            LimitPer.Key when limit.Key is not null => [limit.Key],
            _ => [""],
        };
        var keys = counted.ConvertAll(one => Keys.Hash("limit", row.File, row.Route, limit.Per.ToString(), one));
        return new(limit, keys, await Quotas.UsesAsync(sql, keys, row.Id, now - limit.In, limit.Count));
    }

    private static string ShownOf(IMessageAction action, Prepared prepared, MessageIntent intent) => intent switch
    {
        MessageIntent.FreeForm free => free.Text,
        _ when prepared.Template is { Template: { } template, Problem: null } => action.Render(prepared.Input, template),
        _ => "",
    };

    // Replies go to the id that the person wrote from, whatever the phone's canonical form is.
    private static async ValueTask<MessageAddress?> AddressAsync(ISql sql, string customer)
    {
        var aliases = await People.AliasesOfAsync(sql, customer);
        var phone = aliases.FindLast(alias => alias.Kind == AliasKind.WaId) ?? aliases.FindLast(alias => alias.Kind == AliasKind.Phone);
        var user = aliases.FindLast(alias => alias.Kind == AliasKind.Bsuid);
        return phone is null && user is null ? null : new(phone?.Value.TrimStart('+'), user?.Value);
    }

    private static async ValueTask ObeyAsync(ISql sql, CommandRow row, IAction action, Verdict verdict, GateFacts facts, DateTimeOffset now)
    {
        switch (verdict)
        {
            case Verdict.Refuse refuse:
                await CommandClosing.CloseAsync(sql, row, new(CommandState.Refused, refuse.Name, refuse.Outcome) { Error = refuse.Sentence }, now);
                break;
            case Verdict.WindowClosed when row.OutsideWindow is not null:
                await KeepAsync(sql, row, now);
                break;
            case Verdict.WindowClosed:
                await CommandClosing.CloseAsync(
                    sql, row, new(CommandState.Refused, "window_closed", "window_closed") { Error = "The 24 h window is closed and the route has no outside_window." }, now);
                break;
            case Verdict.HoldOffLine { Name: Approvals.Verdict }:
                await BlastGuard.HoldAsync(sql, row, facts.Guard!, now);
                await Outbox.KeepInputAsync(sql, row);
                await Outbox.ExplainAsync(sql, row.Id, facts.Guard!.Hold!);
                await Outbox.LeaveLineAsync(sql, row, CommandState.Held, row.WakeAt, Approvals.Verdict, now);
                break;
            case Verdict.HoldOffLine hold:
                await Outbox.LeaveLineAsync(sql, row, CommandState.Held, row.WakeAt, hold.Name, now);
                break;
            case Verdict.HoldUntil { IsOfLimit: true } hold:
                await PutOffAsync(sql, row, hold, facts.Limit!, now);
                break;
            case Verdict.HoldUntil hold:
                await Outbox.ExplainAsync(sql, row.Id, hold.Sentence);
                await Outbox.LeaveLineAsync(sql, row, CommandState.Scheduled, hold.Until, hold.Name, now);
                break;
            case Verdict.Park park:
                await CommandClosing.CloseAsync(sql, row, new(CommandState.Parked, park.Name, "parked") { Error = park.Sentence }, now);
                break;
            case Verdict.Misfit misfit:
                var end = Settlement.Of(FailureKind.Rejected, action.Effect, row.IsFollowedBy(Settlement.NameOf(FailureKind.Rejected)));
                await CommandClosing.CloseAsync(sql, row, new(end.State, end.Reason, end.Outcome) { Code = row.Code, Error = $"{row.Error} {misfit.Sentence}" }, now);
                break;
            case Verdict.HoldInPlace hold:
                if (hold.Sentence is { } sentence) await Outbox.ExplainAsync(sql, row.Id, sentence);
                await Lines.DelayAsync(sql, Lines.Commands, row.Subject, hold.Until, hold.BlockedBy, now);
                break;
        }
    }

    // Of those that the limit puts off, over: newest leaves only the one that was made last.
    private static async ValueTask PutOffAsync(ISql sql, CommandRow row, Verdict.HoldUntil hold, LimitFacts facts, DateTimeOffset now)
    {
        var replaced = new CommandEnd(CommandState.Cancelled, CancelReason.Replaced, "cancelled") { Error = "A newer command waits for its turn under the route's limit." };
        foreach (var other in facts.Limit.Over == LimitOver.Newest ? await Quotas.AwaitingAsync(sql, facts.Keys, row.Id) : [])
        {
            if (other.Seq > row.Seq)
            {
                await CommandClosing.CloseAsync(sql, row, replaced, now);
                return;
            }

            await CommandClosing.CloseAsync(sql, other, replaced, now);
        }

        await Quotas.AwaitAsync(sql, row.Id, facts.Keys[0]);
        await Outbox.ExplainAsync(sql, row.Id, hold.Sentence);
        await Outbox.LeaveLineAsync(sql, row, CommandState.Scheduled, hold.Until, hold.Name, now);
    }

    private static async ValueTask KeepAsync(ISql sql, CommandRow row, DateTimeOffset now)
    {
        await Outbox.KeepInputAsync(sql, row);
        await WindowClosing.KeepAsync(sql, row, now);
    }
}
