namespace Hub.Pipeline;

internal sealed partial class TemplateCatalogue
{
    [LoggerMessage(1301, LogLevel.Warning, "The templates of connection {Connection} could not be fetched: {Reason} It is tried again in 15 s.")]
    private static partial void LogFetchFailed(ILogger logger, string connection, Masked reason);

    [LoggerMessage(1303, LogLevel.Error, "Fetching the templates of connection {Connection} failed; it is tried again in 15 s. {Fault}")]
    private static partial void LogConnectionFailed(ILogger logger, string connection, Fault fault);

    [LoggerMessage(1304, LogLevel.Warning, "To how many people connection {Connection} may write could not be read: {Reason} What is known of it holds meanwhile.")]
    private static partial void LogReachFailed(ILogger logger, string connection, Masked reason);

    [LoggerMessage(1305, LogLevel.Error, "Reading to how many people connection {Connection} may write failed; it is tried again in 5 minutes. {Fault}")]
    private static partial void LogReachBroke(ILogger logger, string connection, Fault fault);
}
