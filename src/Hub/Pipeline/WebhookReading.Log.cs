namespace Hub.Pipeline;

internal sealed partial class WebhookReading
{
    [LoggerMessage(1002, LogLevel.Error, "The connector {Connector} failed to read webhook {Webhook}; it is parked. {Fault}")]
    private static partial void LogConnectorFailed(ILogger logger, string connector, long webhook, Fault fault);
}
