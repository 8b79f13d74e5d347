namespace Hub.Coordination;

internal sealed partial class RedisServer
{
    [LoggerMessage(1508, LogLevel.Warning, "Redis cannot be reached ({Reason}). Until it can, each node takes its part of the vendors' limits, and nodes wake one another by the database.")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(1509, LogLevel.Information, "Redis can be reached again.")]
    private static partial void LogBack(ILogger logger);
}
