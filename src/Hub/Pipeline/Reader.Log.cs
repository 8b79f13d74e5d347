namespace Hub.Pipeline;

internal sealed partial class Reader
{
    [LoggerMessage(1001, LogLevel.Error, "The store cannot be read; reading goes on when it can. {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string reason);

    [LoggerMessage(1002, LogLevel.Error, "The connector {Connector} failed to read webhook {Webhook}; it is parked. {Fault}")]
    private static partial void LogConnectorFailed(ILogger logger, string connector, long webhook, Fault fault);

    [LoggerMessage(1003, LogLevel.Error, "The events of webhook {Webhook} could not be stored; it is parked. {Fault}")]
    private static partial void LogNotStored(ILogger logger, long webhook, Fault fault);

    [LoggerMessage(1004, LogLevel.Error, "Reading failed; it is tried again. {Fault}")]
    private static partial void LogReadingFailed(ILogger logger, Fault fault);

    [LoggerMessage(1005, LogLevel.Warning, "{Text}")]
    private static partial void LogForeign(ILogger logger, string text);
}
