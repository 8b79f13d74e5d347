namespace Hub.Telemetry;

/// <summary>All metrics of the hub: a closed set.</summary>
internal static class Metrics
{
    public static readonly Metric WebhookRequests = new(
        "hub.webhook.requests", MetricKind.Counter, "{request}", "Requests at webhook addresses, by the answer. Those at addresses of no connection have no connection.", "connection", "answer");

    public static readonly Metric Attempts = new("hub.attempts", MetricKind.Counter, "{attempt}", "Calls to vendors that carry out commands, by what came of them.", "connection", "action", "outcome");

    public static readonly Metric AttemptDuration = new("hub.attempt.duration", MetricKind.Histogram, "s", "How long those calls took.", "connection", "action");

    public static readonly Metric Reads = new("hub.reads", MetricKind.Counter, "{read}", "What vendors were asked that changes nothing there (fetches, queries, finds), by what came of it.", "connection", "operation", "outcome");

    public static readonly Metric LimitWaits = new("hub.limit.waits", MetricKind.Counter, "{wait}", "How often a line was put off, or a question or request to a vendor waited, because of a rate limit, a vendor's word to wait, or an open breaker.", "connection");

    public static readonly Metric Verdicts = new("hub.gate.verdicts", MetricKind.Counter, "{verdict}", "What the gate said before a delivery; window_closed among it.", "connection", "verdict");

    public static readonly Metric MappingReloads = new("hub.mapping.reloads", MetricKind.Counter, "{reload}", "Mapping files that were put in force (taken, published) or not (wrong).", "outcome");

    public static readonly Metric MappingsWrong = new("hub.mappings.wrong", MetricKind.Gauge, "{folder}", "1 while the folder holds mapping files that cannot be put in force.");

    public static readonly Metric WebhooksReceived = new("hub.webhooks.received", MetricKind.StoredCounter, "{webhook}", "Webhooks that were stored.");

    public static readonly Metric Webhooks = new("hub.webhooks", MetricKind.Gauge, "{webhook}", "Webhooks by what became of them.", "state");

    public static readonly Metric EventsReceived = new("hub.events.received", MetricKind.StoredCounter, "{event}", "Events that were stored.");

    public static readonly Metric Events = new("hub.events", MetricKind.Gauge, "{event}", "Events by what became of them.", "state");

    public static readonly Metric EventReasons = new("hub.event.reasons", MetricKind.Gauge, "{event}", "Events that changed nothing or were parked, by the reason.", "reason");

    public static readonly Metric Echoes = new("hub.echoes", MetricKind.StoredCounter, "{event}", "Events that the hub itself had caused, and that were not applied again.");

    public static readonly Metric EchoesExpired = new("hub.echoes.expired", MetricKind.StoredCounter, "{value}", "Values that the hub wrote to vendors' records and that no event told of within 25 hours.");

    public static readonly Metric EchoesNear = new(
        "hub.echoes.near", MetricKind.StoredCounter, "{event}", "Events that told of a record just when the hub wrote to it, and of something else: applied as somebody's change.");

    public static readonly Metric CommandsCreated = new("hub.commands.created", MetricKind.StoredCounter, "{command}", "Commands that routes made.");

    public static readonly Metric Commands = new("hub.commands", MetricKind.Gauge, "{command}", "Commands by what became of them.", "state");

    public static readonly Metric CommandReasons = new("hub.command.reasons", MetricKind.Gauge, "{command}", "Commands that were refused, cancelled or parked, by the reason.", "reason");

    public static readonly Metric PendingAge = new(
        "hub.pending.age", MetricKind.Gauge, "s", "Age of the oldest webhook that is not read, of the oldest event that is not applied, and of the oldest command at the head of a lane's lines (of the 100 lines of the lane that have waited longest), since it was to go.", "queue", "lane");

    public static readonly Metric BlockedLines = new("hub.lines.blocked", MetricKind.Gauge, "{line}", "Lines that wait for something else than their turn.", "queue", "connection", "cause");

    public static readonly Metric OpenBreakers = new("hub.breakers.open", MetricKind.Gauge, "{breaker}", "1 for each vendor operation whose breaker is open; those that are closed are not shown.", "connection", "operation");

    public static readonly Metric Paused = new("hub.paused", MetricKind.Gauge, "{pause}", "1 for each route or connection that is paused, by whom.", "kind", "name", "by");

    public static readonly Metric Silence = new("hub.silence", MetricKind.Gauge, "s", "Time since the last genuine webhook of a connection; a connection that never had one is not shown.", "connection");

    public static readonly Metric ClockSkew = new("hub.clock.skew", MetricKind.Gauge, "s", "How far the clock of a connection's vendor is ahead of the hub's, by the Date of its latest answer.", "connection");

    public static readonly Metric StoreClockSkew = new("hub.store.clock.skew", MetricKind.Gauge, "s", "How far the clock of the store's server is ahead of the hub's; only with PostgreSQL.");

    public static readonly Metric TokenAge = new("hub.token.age", MetricKind.Gauge, "s", "Time since a connection was given the access token that it has.", "connection");

    public static readonly Metric SubscriptionAge = new("hub.subscription.age", MetricKind.Gauge, "s", "Time since a vendor last said how the webhooks of a connection are subscribed.", "connection");

    public static readonly Metric ApprovalsWaiting = new("hub.approvals.waiting", MetricKind.Gauge, "{command}", "Commands that wait for an approval, for each route of which sends wait.", "route");

    public static readonly Metric RepairedTotal = new(
        "hub.reconciliation.repaired", MetricKind.StoredCounter, "{change}", "Changes that comparisons with vendors found and no webhook had brought.");

    public static readonly Metric RepairedLatest = new(
        "hub.reconciliation.latest.repaired", MetricKind.Gauge, "{change}", "Changes that the latest comparison of a connection with its vendor found and no webhook had brought.", "connection", "kind");

    public static readonly Metric AlertsActive = new("hub.alerts.active", MetricKind.Gauge, "{alert}", "Alerts that last now.", "name", "level");

    public static readonly Metric AlertPosts = new("hub.alert.posts.pending", MetricKind.Gauge, "{post}", "Alerts and digests that wait to be taken by Alerts:Webhook:Url.");

    public static readonly Metric StoreWritable = new("hub.store.writable", MetricKind.Gauge, "{store}", "1 while the store can be written, else 0.");

    public static readonly Metric StoreSize = new("hub.store.size", MetricKind.Gauge, "By", "Size of the store's file; only with SQLite.");

    public static readonly Metric WalSize = new("hub.store.wal.size", MetricKind.Gauge, "By", "Size of the store's write-ahead log; only with SQLite.");

    public static readonly Metric DiskFree = new("hub.disk.free", MetricKind.Gauge, "By", "Room on the disk of the data folder.");

    public static readonly Metric ProcessMemory = new("hub.process.memory", MetricKind.Gauge, "By", "Resident memory of the process.");

    /// <summary>All of them, in the order in which they are told.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        WebhookRequests, Attempts, AttemptDuration, Reads, LimitWaits, Verdicts, MappingReloads, MappingsWrong,
        WebhooksReceived, Webhooks, EventsReceived, Events, EventReasons, Echoes, EchoesExpired, EchoesNear, CommandsCreated, Commands, CommandReasons,
        PendingAge, BlockedLines, OpenBreakers, Paused, Silence, ClockSkew, StoreClockSkew, TokenAge, SubscriptionAge, ApprovalsWaiting, RepairedTotal, RepairedLatest, AlertsActive, AlertPosts, StoreWritable, StoreSize, WalSize, DiskFree, ProcessMemory,
    ];
}
