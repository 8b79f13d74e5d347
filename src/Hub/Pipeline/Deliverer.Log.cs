namespace Hub.Pipeline;

internal sealed partial class Deliverer
{
    [LoggerMessage(1201, LogLevel.Error, "A connector failed in a call; the outcome of the attempt is unknown. {Fault}")]
    private static partial void LogConnectorFailed(ILogger logger, Fault fault);

    [LoggerMessage(1202, LogLevel.Error, "Command {Command} succeeded, but the id for link {Link} could not be taken from its result: {Reason}")]
    private static partial void LogLinkFailed(ILogger logger, string command, string link, Masked reason);

    [LoggerMessage(1203, LogLevel.Error, "The store cannot be read; how a call ended is kept and stored as soon as it can. {Reason}")]
    private static partial void LogEndNotStored(ILogger logger, string reason);

    [LoggerMessage(1204, LogLevel.Warning, "An alert of level {Level} by route {Route}, command {Command}; GET /api/v1/alerts lists it.")]
    private static partial void LogAlert(ILogger logger, string level, string route, string command);
}
