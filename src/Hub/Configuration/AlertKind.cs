using Hub.BuiltIn;

namespace Hub.Configuration;

/// <summary>A kind of alert that lasts until it is over.</summary>
/// <param name="Name">Its name: the section of its settings under <c>Alerts</c>.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Limit">The key of its threshold; null where it has none.</param>
/// <param name="Usual">The threshold where none is set: a duration for <c>After</c> and <c>Beyond</c>, a count for <c>Over</c>, mebibytes for <c>Under</c>; null where it is off until one is set.</param>
/// <param name="When">When it is raised.</param>
/// <param name="WhatToDo">What to do then.</param>
internal sealed record AlertKind(string Name, string Level, string? Limit, string? Usual, string When, string WhatToDo)
{
    /// <summary>The key of a threshold that is how long something must last.</summary>
    public const string After = "After";

    /// <summary>The key of a threshold that is how far something may be away, as a duration.</summary>
    public const string Beyond = "Beyond";

    /// <summary>The key of a threshold that is how many there may be.</summary>
    public const string Over = "Over";

    /// <summary>The key of a threshold that is how much must be left, in mebibytes.</summary>
    public const string Under = "Under";

    /// <summary>All kinds, in the order in which they are told.</summary>
    public static IReadOnlyList<AlertKind> All { get; } =
    [
        new(AlertName.OldestPending, AlertLevel.Critical, After, "00:05:00", "a webhook has not been read, an event not been applied, or a line that waits for nothing but its turn not been served for so long",
            "See whether the machine, its disk or a vendor's answers are slow: GET /metrics, hub parked, the log."),
        new(AlertName.BlockedLine, AlertLevel.Warning, After, "00:15:00", "a line of a connection has been blocked for so long",
            "Look at the oldest commands of the connection: GET /api/v1/commands?state=waiting. Mend what their errors name; hub resume CONNECTION lets all of them try at once."),
        new(AlertName.Parked, AlertLevel.Warning, Over, "0", "more entries than that are parked",
            "hub parked lists them by cause. Mend it, then hub parked replay, or hub parked discard."),
        new(AlertName.Paused, AlertLevel.Critical, null, null, "the hub itself has paused a route or a connection",
            "hub paused says why. Mend it, then hub resume NAME."),
        new(AlertName.Reconnect, AlertLevel.Critical, null, null, "a vendor refuses the credentials of a connection, which is paused since",
            "Give the connection new credentials, start the hub again, then hub resume CONNECTION."),
        new(AlertName.BreakerOpen, AlertLevel.Warning, After, "00:01:00", "a vendor's operation has failed for so long that the hub only asks it now and then",
            "See the vendor's status page. Nothing is lost: what waits goes when it answers again, and its retry schedule begins anew."),
        new(AlertName.WebhookRefusals, AlertLevel.Warning, Over, "20", "more webhooks than that were answered 401 at one connection's address within 10 minutes",
            "Compare the connection's webhook secret with the vendor's; if they are the same, somebody else is calling."),
        new(AlertName.Silence, AlertLevel.Warning, After, null, "no genuine webhook has come to a connection for so long, or though in the same hours of each of the last weeks many came",
            "See at the vendor whether its webhook is switched on and what it says of deliveries."),
        new(AlertName.Reconciled, AlertLevel.Warning, Over, "20", "a comparison with a vendor has found more changes than that which no webhook had brought, within the last day",
            "hub reconcile says of which connection and since when. See at the vendor whether its webhooks are subscribed and arrive: hub connections check CONNECTION."),
        new(AlertName.Intake, AlertLevel.Critical, Over, "0", "more webhooks of a connection than that were answered 503 in a time that lasts still, because too much waits or the store cannot be written",
            "Look at the backlog, the disk and the store: GET /metrics, the log. Their senders come again, and what they do not bring a comparison with the vendor does, where it can be asked."),
        new(AlertName.Disk, AlertLevel.Critical, Under, "1024", "less than so many mebibytes are free on the disk of the data folder",
            "Make room, or move the data folder to a larger disk. When nothing is left, webhooks are answered 503."),
        new(AlertName.ClockSkew, AlertLevel.Warning, Beyond, "00:00:30", "a vendor's clock, or that of the store's server, and the hub's differ by more than that, at two looks in a row",
            "Set the clock of this machine by NTP: signatures, windows and rates are counted by it."),
        new(AlertName.TemplatePaused, AlertLevel.Warning, null, null, "the vendor has paused or disabled a template",
            "Look at its quality in the vendor's console. Sends with it are refused meanwhile; pause the route, or give it another template."),
        new(AlertName.Approval, AlertLevel.Critical, null, null, "sends of a route wait for an approval, because it is new, has changed or sends more than is usual",
            "hub approve says why, and shows the first. hub approve ROUTE sends what waits, hub approve ROUTE --discard cancels it."),
        new(AlertName.Subscription, AlertLevel.Warning, After, "06:00:00", "the webhooks of a connection are not subscribed as they should be, have ended, or the vendor has not said for so long how they stand",
            "hub connections check CONNECTION says what lacks and what to do."),
        new(AlertName.MappingsWrong, AlertLevel.Warning, null, null, "the folder holds mapping files that cannot be put in force; those that were in force before still are",
            "hub mappings names the mistakes, hub lint FOLDER too. Mend them: what is right comes into force."),
    ];

    /// <summary>Whether its threshold is a duration.</summary>
    public bool IsTimed => Limit is After or Beyond;

    /// <summary>The kind of a name, or null.</summary>
    public static AlertKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
