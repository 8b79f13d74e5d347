namespace Hub.Pipeline;

internal sealed partial class Reader
{
    [LoggerMessage(1001, LogLevel.Error, "The store cannot be used; reading goes on when it can.")]
    private static partial void LogStoreFailed(ILogger logger, Exception error);

    [LoggerMessage(1002, LogLevel.Error, "The connector {Connector} failed to read webhook {Webhook}; it is parked.")]
    private static partial void LogConnectorFailed(ILogger logger, string connector, long webhook, Exception error);
}
