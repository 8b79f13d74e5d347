namespace Hub.Pipeline;

internal sealed partial class IntakeWatch
{
    [LoggerMessage(2601, LogLevel.Error, "No webhooks are taken, their senders are told to come again (503). {Why}")]
    private static partial void LogClosed(ILogger logger, string why);

    [LoggerMessage(2602, LogLevel.Warning, "Webhooks are taken again.")]
    private static partial void LogOpen(ILogger logger);

    [LoggerMessage(2603, LogLevel.Warning, "Of the connection {Connection} {Refused} webhooks were refused (503) between {From:u} and {To:u}.")]
    private static partial void LogRefused(ILogger logger, string connection, long refused, DateTimeOffset from, DateTimeOffset to);
}
