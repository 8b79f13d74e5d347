using System.Globalization;
using System.Text.Json;
using Hub.BuiltIn;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What the guard says of a send.</summary>
/// <param name="State">How its route stands.</param>
/// <param name="Allowed">How many commands of the route may be sent in this hour.</param>
/// <param name="Hold">Why it waits, in one sentence; null where it may go.</param>
/// <param name="IsEnding">Whether what waited before is just being let go or discarded, so that it waits in its place until that is over.</param>
internal sealed record GuardFacts(SendState State, long Allowed, string? Hold, bool IsEnding);

/// <summary>
/// Holds what a mistake would send to everybody: after the first commands of a new or changed route, and beyond a multiple of what it usually sends in an hour, the rest waits for an approval.
/// It guards templates, which reach people who did not ask, and any text that no person waits for; an answer in the interactive lane reaches only who has just written.
/// </summary>
internal sealed class BlastGuard(HubSettings settings)
{
    private static readonly TimeSpan ApprovalLasts = TimeSpan.FromHours(1);

    private readonly GuardOptions options = settings.Guard;

    /// <summary>Whether there is a guard.</summary>
    public bool IsOn { get; } = settings.Guard.Enabled ?? !settings.Hub.Sandbox;

    /// <summary>How many commands of a route are sent before it is approved.</summary>
    public int First => options.First;

    /// <summary>Looks at a send, in the transaction that begins its attempt.</summary>
    /// <returns>Null where it is not guarded.</returns>
    public async ValueTask<GuardFacts?> LookAsync(ISql sql, CommandRow row, MessageIntent intent, DateTimeOffset now)
    {
        if (!Guards(row, intent)) return null;
        var state = await SendCounts.OfAsync(sql, row, now);
        var allowed = state.AllowedThisHour ?? Math.Max(options.First, options.TimesUsual * await SendCounts.HighestAsync(sql, row.PausedAs, now));
        if (state.IsHeld && !(state.LetGoTo >= row.Seq)) return new(state, allowed, "What its route sends waits for an approval.", IsEnding: false);
        return new(state, allowed, WhyHold(state, allowed, row, now), state.IsHeld);
    }

    /// <summary>Counts a send that goes now.</summary>
    public static async ValueTask TakeAsync(ISql sql, CommandRow row, GuardFacts facts, DateTimeOffset now)
    {
        // What may have been sent by an earlier attempt has stayed counted.
        if (row.Attempts > 0 && await Attempts.CountAsync(sql, row, "unknown") > 0) return;
        await SendCounts.TakeAsync(sql, row.PausedAs, facts.State, facts.Allowed, now);
    }

    /// <summary>A send had no effect: it does not count.</summary>
    public async ValueTask GiveBackAsync(ISql sql, CommandRow row, IAction action)
    {
        if (!IsOn || action is not IMessageAction messages || row.Input is null) return;
        if (!Guards(row, messages.Intent(JsonSerializer.Deserialize(row.Input, action.Input)!))) return;
        if (await Attempts.LastAsync(sql, row) is { } countedAt) await SendCounts.GiveBackAsync(sql, row.PausedAs, await SendCounts.ContentOfAsync(sql, row), countedAt);
    }

    /// <summary>Lets the route of a command wait from now on, and raises an alert where it has not waited before.</summary>
    public static async ValueTask HoldAsync(ISql sql, CommandRow row, GuardFacts facts, DateTimeOffset now)
    {
        var route = row.PausedAs;
        if (facts.State.IsHeld || !await Approvals.BeginAsync(sql, route, facts.State.Content, facts.Hold!, now)) return;
        await Alerts.RaiseAsync(sql, AlertName.Approval, route, AlertLevel.Critical, $"What the route {route} sends waits for an approval. {facts.Hold}", now);
    }

    private bool Guards(CommandRow row, MessageIntent intent) =>
        IsOn && (intent is MessageIntent.OfTemplate || row.Lane != Lane.Interactive) && !ConsentConfirmation.Is(row.File, row.Route);

    private string? WhyHold(SendState state, long allowed, CommandRow row, DateTimeOffset now)
    {
        if (state.ApprovedTo >= row.Seq) return null;
        if (state.ApprovedAt is not { } approved) return state.Sent >= options.First ? Sentence($"The route is new or has changed, and {state.Sent} of its commands have been sent.") : null;
        return state.SentThisHour >= allowed && now - approved >= ApprovalLasts
            ? Sentence($"The route has sent {state.SentThisHour} commands in this hour; more than {options.TimesUsual} times its highest hour of the last 14 days, and more than {options.First}, is not usual.")
            : null;
    }

    private static string Sentence(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
