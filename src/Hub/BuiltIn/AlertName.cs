namespace Hub.BuiltIn;

/// <summary>The names of the alerts that last until they are over: a closed set.</summary>
internal static class AlertName
{
    public const string OldestPending = "oldest_pending";
    public const string BlockedLine = "blocked_line";
    public const string Parked = "parked";
    public const string Paused = "paused";
    public const string Reconnect = "reconnect";
    public const string BreakerOpen = "breaker_open";
    public const string WebhookRefusals = "webhook_refusals";
    public const string Silence = "silence";
    public const string Reconciled = "reconciled";
    public const string Intake = "intake";
    public const string Disk = "disk";
    public const string ClockSkew = "clock_skew";
    public const string TemplatePaused = "template_paused";
    public const string Approval = "approval";
    public const string Subscription = "subscription";
    public const string MappingsWrong = "mappings_wrong";
}
