namespace Hub.Pipeline;

internal sealed partial class TemplateCatalogue
{
    [LoggerMessage(1301, LogLevel.Warning, "The templates of connection {Connection} could not be fetched: {Reason} It is tried again in 15 s.")]
    private static partial void LogFetchFailed(ILogger logger, string connection, Masked reason);

    [LoggerMessage(1303, LogLevel.Error, "Fetching the templates of connection {Connection} failed; it is tried again in 15 s. {Fault}")]
    private static partial void LogConnectionFailed(ILogger logger, string connection, Fault fault);
}
