using Hub.Configuration;
using Hub.Connections;
using Hub.Coordination;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Alerting;

/// <summary>Looks every 15 s how the hub stands: shows it as metrics, raises alerts and resolves them, and gives what is new to whoever posts it.</summary>
internal sealed partial class AlertWatch(
    IDatabase database, HubSettings settings, ConnectionRegistry connections, IClaims claims, TemplateCatalogue templates, Breakers breakers, VendorClocks clocks, HubMeter meter, Digest digest, Wakeups wakeups, Rounds rounds,
    TimeProvider time, ILogger<AlertWatch> logger) : BackgroundService
{
    private const string Duty = "alerts";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly string[] LostStatuses = ["paused", "disabled"];

    private static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(1);

    private readonly AlertRules rules = new(settings.Alerts);
    private DateTimeOffset? firstAt;
    private DateTimeOffset countedAt;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RunAsync(
        "looking how the hub stands",
        async cancel =>
        {
            await LookAsync(cancel);
            await Task.Delay(Every, TimeProvider.System, cancel);
        },
        Every, TimeProvider.System, stoppingToken);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        var (reading, hasUntold) = await ReadAsync(cancel);
        meter.Show(Gauges.Of(reading));

        // Two that see things differently would raise and resolve by turns.
        if (!await claims.TakeDutyAsync(Duty, cancel)) return;
        claims.EnterDuty(Duty);
        await CountArrivalsAsync(reading.At, cancel);
        var findings = rules.Judge(reading);
        var wanted = findings.Select(finding => (finding.Name, finding.About)).ToHashSet();
        var lasting = reading.Active.Select(alert => (alert.Name, alert.About)).ToHashSet();
        var missing = findings.Where(finding => !lasting.Contains((finding.Name, finding.About))).ToList();

        // What a transaction raises at once is in the reading together with its cause.
        var over = reading.Active.Where(alert => !wanted.Contains((alert.Name, alert.About))).ToList();
        if (missing.Count > 0 || over.Count > 0) await ChangeAsync(missing, over, cancel);
        if (missing.Count > 0 || over.Count > 0 || hasUntold) await TellAsync(cancel);
        await digest.MakeAsync(reading, cancel);
    }

    private async Task CountArrivalsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if ((now - countedAt).Duration() < CountEvery) return;
        countedAt = now;
        await database.WriteAsync(WriteKind.Housekeeping, sql => Arrivals.CountAsync(sql, Names, now), cancel);
    }

    private List<string> Names => [.. connections.All.Select(connection => connection.Name)];

    private async Task<(Reading Reading, bool HasUntold)> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var names = Names;

        // While the hub did not run, nothing could come.
        firstAt ??= now;
        var known = await templates.KnownAsync(cancel);
        return await database.ReadAsync(
            async sql =>
            {
                var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
                foreach (var name in names)
                {
                    if (await QueryReadings.LastWebhookAsync(sql, name) is { } at) last[name] = at;
                }

                // By the real clock: a moved business clock has nothing to do with it.
                var asked = TimeProvider.System.GetUtcNow();
                var storeClock = await claims.ClockAsync(sql);
                var answered = TimeProvider.System.GetUtcNow();
                var hours = await Arrivals.AllAsync(sql);
                return (
                    new Reading
                    {
                        At = now,
                        Counters = await QueryStats.CountersAsync(sql),
                        Oldest = await QueryReadings.OldestAsync(sql, names, now),
                        Blocked = await QueryReadings.BlockedAsync(sql, names),
                        Pauses = await Pauses.AllAsync(sql, now),
                        LastWebhooks = last,
                        UsualMeanwhile = last.Where(pair => hours.ContainsKey(pair.Key))
                            .ToDictionary(pair => pair.Key, pair => Rhythm.Usual(hours[pair.Key], pair.Value > firstAt ? pair.Value : firstAt.Value, now), StringComparer.Ordinal),
                        Active = await Alerts.ActiveAsync(sql),
                        Posts = await AlertPosts.CountAsync(sql),
                        Breakers = breakers.Opened,
                        Refusals = meter.Refusals,
                        ClocksAhead = clocks.Ahead,
                        StoreAhead = storeClock - (asked + ((answered - asked) / 2)),
                        LostTemplates = [.. known.SelectMany(pair => pair.Value.Where(template => LostStatuses.Contains(template.Status)).Select(template => (pair.Key, template)))],
                        Approvals = await Approvals.ListAsync(sql),
                        Reconciliations = await Reconciliations.AllAsync(sql),
                        RefusedNow = await Refusals.OpenAsync(sql),
                        Subscriptions = [.. (await Subscriptions.AllAsync(sql)).Where(row => names.Contains(row.Connection))],
                        Tokens = [.. (await Tokens.AgesAsync(sql)).Where(token => names.Contains(token.Connection))],
                        AreMappingsWrong = meter.AreMappingsWrong,
                        IsWritable = database.IsWritable,
                        Machine = MachineReading.Take(settings.StoreFile, settings.Hub.DataPath),
                    },
                    (await Alerts.UntoldAsync(sql)).Count > 0);
            },
            cancel);
    }

    private async Task ChangeAsync(List<Finding> missing, List<AlertEntry> over, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (raised, resolved) = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var begun = new List<Finding>();
                var ended = new List<AlertEntry>();
                foreach (var finding in missing)
                {
                    if (await Alerts.RaiseAsync(sql, finding.Name, finding.About, AlertKind.Find(finding.Name)!.Level, finding.Text, now)) begun.Add(finding);
                }

                foreach (var alert in over)
                {
                    if (await Alerts.ResolveAsync(sql, alert.Id, now)) ended.Add(alert);
                }

                return (begun, ended);
            },
            cancel);
        foreach (var finding in raised) LogRaised(logger, finding.Name, finding.Text, AlertKind.Find(finding.Name)!.WhatToDo);
        foreach (var alert in resolved) LogResolved(logger, alert.Name, alert.About);
    }

    private async Task TellAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                foreach (var alert in await Alerts.UntoldAsync(sql))
                {
                    // What a transaction raises at once does not ask whether anybody wants it.
                    var isWanted = settings.Alerts.Rules.GetValueOrDefault(alert.Name) is not { Enabled: false };
                    if (isWanted && settings.Alerts.Target is { } target) await AlertPosts.AddAsync(sql, PostBody.IdOf(alert), PostBody.Of(alert, target), now);
                    await Alerts.TellAsync(sql, alert);
                }

                return true;
            },
            cancel);
        wakeups.Signal(AlertPosting.Queue);
    }
}
