using System.Globalization;
using Hub.BuiltIn;
using Hub.Configuration;
using Hub.Storage;

namespace Hub.Alerting;

/// <summary>What a reading says by the rules of the settings. It remembers how long what the store does not know has lasted, and the refusals of ten minutes.</summary>
internal sealed class AlertRules(AlertSettings settings)
{
    private const long Mebibyte = 1024 * 1024;

    // By then the retries have taken more than half an hour.
    private const int FailedOften = 3;

    // No connection has a name with a space.
    private const string StoreClock = "the store";
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ReconciledWithin = TimeSpan.FromDays(1);
    private static readonly TimeSpan RefusalsWithin = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Name, string About), DateTimeOffset> firstSeen = [];
    private readonly Queue<(DateTimeOffset At, IReadOnlyDictionary<string, long> Counts)> refusals = new();
    private HashSet<string> skewedBefore = [];

    /// <summary>All that an alert should last for now.</summary>
    public IReadOnlyList<Finding> Judge(Reading reading) =>
    [
        .. OldestPending(reading, settings.Rules[AlertName.OldestPending]),
        .. BlockedLine(reading, settings.Rules[AlertName.BlockedLine]),
        .. Parked(reading, settings.Rules[AlertName.Parked]),
        .. Paused(reading),
        .. Breakers(reading, settings.Rules[AlertName.BreakerOpen]),
        .. Refusals(reading, settings.Rules[AlertName.WebhookRefusals]),
        .. Silence(reading, settings.Rules[AlertName.Silence]),
        .. Reconciled(reading, settings.Rules[AlertName.Reconciled]),
        .. Intake(reading, settings.Rules[AlertName.Intake]),
        .. Disk(reading, settings.Rules[AlertName.Disk]),
        .. Clocks(reading, settings.Rules[AlertName.ClockSkew]),
        .. Templates(reading, settings.Rules[AlertName.TemplatePaused]),
        .. Approvals(reading, settings.Rules[AlertName.Approval]),
        .. Subscribed(reading, settings.Rules[AlertName.Subscription]),
        .. WrongMappings(reading, settings.Rules[AlertName.MappingsWrong]),
    ];

    private static IEnumerable<Finding> OldestPending(Reading reading, AlertRule rule) =>
        from oldest in rule.Enabled ? reading.Oldest : []
        where !oldest.IsBlocked && reading.At - oldest.Since > rule.Time
        let what = oldest switch { { Queue: Lines.Events } => "event that is not applied", { Queue: Lines.Commands, Lane: { } lane } => $"{lane} line that is not blocked", _ => "webhook that is not read" }
        select new Finding(rule.Kind.Name, $"{oldest.Queue}/{oldest.Lane?.ToString().ToLowerInvariant()}".TrimEnd('/'), $"The oldest {what} waits since {oldest.Since:u}.");

    private static IEnumerable<Finding> BlockedLine(Reading reading, AlertRule rule) =>
        from lines in rule.Enabled ? reading.Blocked : []
        group lines by (lines.Queue, lines.Connection) into blocked
        let since = blocked.Min(lines => lines.Since)
        where reading.At - since > rule.Time
        let causes = string.Join(", ", blocked.Select(lines => Text($"{lines.Cause} {lines.Count}")))
        select new Finding(rule.Kind.Name, $"{blocked.Key.Queue}/{blocked.Key.Connection}", Text($"Lines of the {blocked.Key.Queue} queue of {blocked.Key.Connection} are blocked ({causes}), the first since {since:u}."));

    private static IEnumerable<Finding> Parked(Reading reading, AlertRule rule)
    {
        if (!rule.Enabled) yield break;
        var (webhooks, events, commands) = (reading.Count("webhooks", "parked"), reading.Count("events", "parked"), reading.Count("commands", "parked"));
        // A webhook that is parked by its events counts by them.
        var all = commands + Math.Max(webhooks, events);
        if (all > rule.Number) yield return new(rule.Kind.Name, "", Text($"Set aside: {commands} commands, {events} events, {webhooks} webhooks."));
    }

    // Whoever pauses by hand knows of it.
    private IEnumerable<Finding> Paused(Reading reading) =>
        from pause in reading.Pauses
        where pause.By != Pauses.Operator
        let isRefused = pause.By == Pauses.Unauthorized
        let name = isRefused ? AlertName.Reconnect : AlertName.Paused
        where settings.Rules[name].Enabled
        select new Finding(name, isRefused ? pause.Name : $"{pause.Kind}/{pause.Name}", $"The {pause.Kind} {pause.Name} is paused. {pause.Reason}");

    private IEnumerable<Finding> Breakers(Reading reading, AlertRule rule)
    {
        var open = (rule.Enabled ? reading.Breakers : []).Select(breaker => (rule.Kind.Name, About: $"{breaker.Connection}/{breaker.Operation}")).ToHashSet();
        foreach (var gone in firstSeen.Keys.Where(key => !open.Contains(key)).ToList()) firstSeen.Remove(gone);
        foreach (var key in open)
        {
            firstSeen.TryAdd(key, reading.At);
            if (reading.At - firstSeen[key] >= rule.Time) yield return new(key.Name, key.About, $"The vendor does not answer {key.About}, since {firstSeen[key]:u} or before.");
        }
    }

    private List<Finding> Refusals(Reading reading, AlertRule rule)
    {
        // The first look of a process compares with its start.
        if (refusals.Count == 0) refusals.Enqueue((reading.At, new Dictionary<string, long>(StringComparer.Ordinal)));
        while (refusals.Count > 1 && reading.At - refusals.Peek().At > RefusalsWithin) refusals.Dequeue();
        var before = refusals.Peek().Counts;
        var now = new Dictionary<string, long>(reading.Refusals, StringComparer.Ordinal);
        refusals.Enqueue((reading.At, now));
        if (!rule.Enabled) return [];
        return
        [
            .. from pair in now
               let count = pair.Value - before.GetValueOrDefault(pair.Key)
               where count > rule.Number
               select new Finding(rule.Kind.Name, pair.Key, Text($"{count} webhooks at the address of {pair.Key} were refused within 10 minutes: their origin is not proved.")),
        ];
    }

    private static IEnumerable<Finding> Silence(Reading reading, AlertRule rule) =>
        from pair in rule.Enabled ? reading.LastWebhooks : new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal)
        let silent = reading.At - pair.Value
        let usual = reading.UsualMeanwhile.GetValueOrDefault(pair.Key)
        let isUnusual = rule.Number > 0 && usual >= rule.Number && silent >= ShortestSilence
        where isUnusual || silent > rule.ByConnection.GetValueOrDefault(pair.Key, rule.Time)
        select new Finding(
            rule.Kind.Name, pair.Key, Text($"No genuine webhook has come to {pair.Key} since {pair.Value:u}.{(isUnusual ? Text($" In the same hours of each of the last weeks at least {usual} came.") : "")}"));

    private static IEnumerable<Finding> Reconciled(Reading reading, AlertRule rule) =>
        from row in rule.Enabled ? reading.Reconciliations : []
        where row.Repaired > rule.Number && row.BeganAt is { } began && reading.At - began < ReconciledWithin
        select new Finding(rule.Kind.Name, $"{row.Connection}/{row.Kind}", Text($"The comparison of {row.Connection} ({row.Kind}) that began at {row.BeganAt:u} has found {row.Repaired} changes which no webhook had brought."));

    private static IEnumerable<Finding> Intake(Reading reading, AlertRule rule) =>
        from refusal in rule.Enabled ? reading.RefusedNow : []
        where refusal.Refused > rule.Number
        select new Finding(rule.Kind.Name, refusal.Connection, Text($"{refusal.Refused} webhooks of {refusal.Connection} have been answered 503 since {refusal.From:u}."));

    private static IEnumerable<Finding> Disk(Reading reading, AlertRule rule)
    {
        if (rule.Enabled && reading.Machine.DiskFree is { } free && free < rule.Number * Mebibyte)
        {
            yield return new(rule.Kind.Name, "", Text($"{free / Mebibyte} MiB are free on the disk of the data folder."));
        }
    }

    // One answer alone may be a proxy's, or have waited on the way.
    private List<Finding> Clocks(Reading reading, AlertRule rule)
    {
        var clocks = reading.ClocksAhead.Select(pair => (About: pair.Key, Whose: $"{pair.Key}'s vendor", Ahead: pair.Value));
        if (reading.StoreAhead is { } store) clocks = clocks.Append((StoreClock, "the store's server", store));
        var skewed = clocks.Where(clock => rule.Enabled && clock.Ahead.Duration() > rule.Time).ToList();
        var both = skewed.FindAll(clock => skewedBefore.Contains(clock.About));
        skewedBefore = [.. skewed.Select(clock => clock.About)];
        return
        [
            .. both.Select(clock => new Finding(
                rule.Kind.Name, clock.About, Text($"The clock of {clock.Whose} is {clock.Ahead.Duration().TotalSeconds:0} s {(clock.Ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's."))),
        ];
    }

    private static IEnumerable<Finding> Templates(Reading reading, AlertRule rule) =>
        from lost in rule.Enabled ? reading.LostTemplates : []
        select new Finding(rule.Kind.Name, $"{lost.Connection}/{lost.Template.Name}/{lost.Template.Language}", $"The template {lost.Template.Name} ({lost.Template.Language}) of {lost.Connection} is {lost.Template.Status}.");

    private static IEnumerable<Finding> Approvals(Reading reading, AlertRule rule) =>
        from approval in rule.Enabled ? reading.Approvals : []
        where approval.Order is null
        select new Finding(rule.Kind.Name, approval.Route, $"What the route {approval.Route} sends waits for an approval. {approval.Why}");

    private static IEnumerable<Finding> Subscribed(Reading reading, AlertRule rule) =>
        from row in rule.Enabled ? reading.Subscriptions : []
        let text = row switch
        {
            { Missing: [var first, ..] } => first,
            { EndsAt: { } ends } when ends < reading.At => Text($"What was subscribed has ended at {ends:u}. {row.Error}"),
            { SeenAt: { } seen, Error: { } error } when reading.At - seen > rule.Time => Text($"The vendor last said at {seen:u} how they stand. {error}"),
            { SeenAt: null, Attempts: > FailedOften, Error: { } error } => error,
            _ => null,
        }
        where text is not null
        select new Finding(rule.Kind.Name, row.Connection, $"The webhooks of {row.Connection} are not subscribed as they should be. {text}".TrimEnd());

    private static IEnumerable<Finding> WrongMappings(Reading reading, AlertRule rule)
    {
        if (rule.Enabled && reading.AreMappingsWrong) yield return new(rule.Kind.Name, "", "The folder holds mapping files that cannot be put in force; those that were in force before still are.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
