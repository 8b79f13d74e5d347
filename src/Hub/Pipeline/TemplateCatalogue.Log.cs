namespace Hub.Pipeline;

internal sealed partial class TemplateCatalogue
{
    [LoggerMessage(1301, LogLevel.Warning, "The templates of connection {Connection} could not be fetched: {Reason} It is tried again in 15 s.")]
    private static partial void LogFetchFailed(ILogger logger, string connection, Masked reason);

    [LoggerMessage(1302, LogLevel.Error, "The store cannot be read; the templates are fetched again in 15 s. {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string reason);

    [LoggerMessage(1303, LogLevel.Error, "Fetching the templates of connection {Connection} failed; it is tried again in 15 s. {Fault}")]
    private static partial void LogConnectionFailed(ILogger logger, string connection, Fault fault);

    [LoggerMessage(1304, LogLevel.Error, "Fetching templates failed; it is tried again in 15 s. {Fault}")]
    private static partial void LogFetchingFailed(ILogger logger, Fault fault);
}
