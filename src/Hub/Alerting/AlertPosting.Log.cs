namespace Hub.Alerting;

internal sealed partial class AlertPosting
{
    [LoggerMessage(2211, LogLevel.Warning, "Alerts cannot be posted to {Host}: {Reason} They wait and are tried again.")]
    private static partial void LogNotTaken(ILogger logger, string host, string reason);

    [LoggerMessage(2212, LogLevel.Warning, "The post {Id} to {Host} is given up: {Reason}")]
    private static partial void LogGivenUp(ILogger logger, string id, string host, string reason);

    [LoggerMessage(2213, LogLevel.Information, "Alerts are posted to {Host} again.")]
    private static partial void LogTakenAgain(ILogger logger, string host);
}
