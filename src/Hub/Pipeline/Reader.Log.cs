namespace Hub.Pipeline;

internal sealed partial class Reader
{
    [LoggerMessage(1003, LogLevel.Error, "The events of webhook {Webhook} could not be stored; it is parked. {Fault}")]
    private static partial void LogNotStored(ILogger logger, long webhook, Fault fault);

    [LoggerMessage(1005, LogLevel.Warning, "{Text}")]
    private static partial void LogForeign(ILogger logger, string text);
}
