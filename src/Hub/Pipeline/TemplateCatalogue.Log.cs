namespace Hub.Pipeline;

internal sealed partial class TemplateCatalogue
{
    [LoggerMessage(1301, LogLevel.Warning, "The templates of connection {Connection} could not be fetched: {Reason} It is tried again in 15 s.")]
    private static partial void LogFetchFailed(ILogger logger, string connection, string reason);
}
