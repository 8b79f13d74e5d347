namespace Hub.Upkeep;

internal sealed partial class Subscribing
{
    [LoggerMessage(2811, LogLevel.Information, "Webhooks of the connection {Connection}: {Change}")]
    private static partial void LogChanged(ILogger logger, string connection, string change);

    [LoggerMessage(2812, LogLevel.Warning, "Webhooks of the connection {Connection} are not subscribed as they should be: {Missing}")]
    private static partial void LogMissing(ILogger logger, string connection, string missing);
}
