namespace Hub.Pipeline;

internal sealed partial class Deliverer
{
    [LoggerMessage(1204, LogLevel.Warning, "An alert of level {Level} by route {Route}, command {Command}; GET /api/v1/alerts lists it.")]
    private static partial void LogAlert(ILogger logger, string level, string route, string command);
}
