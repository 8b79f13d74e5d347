namespace Hub.Pipeline;

internal sealed partial class Deliverer
{
    [LoggerMessage(1204, LogLevel.Warning, "An alert of level {Level} by route {Route}, command {Command}; GET /api/v1/alerts lists it.")]
    private static partial void LogAlert(ILogger logger, string level, string route, string command);

    [LoggerMessage(1205, LogLevel.Warning, "The record {Record} is written more often than Hub:MaxWritesPerRecord allows, last by route {Route}, command {Command}: its writes go on slowly. Told once a day for each record.")]
    private static partial void LogBraked(ILogger logger, Masked record, string route, string command);
}
