namespace Hub.Pipeline;

internal sealed partial class Deliverer
{
    [LoggerMessage(1201, LogLevel.Error, "A connector failed in a call; the outcome of the attempt is unknown. {Fault}")]
    private static partial void LogConnectorFailed(ILogger logger, Fault fault);

    [LoggerMessage(1202, LogLevel.Error, "Command {Command} succeeded, but the id for link {Link} could not be taken from its result: {Reason}")]
    private static partial void LogLinkFailed(ILogger logger, string command, string link, Masked reason);

    [LoggerMessage(1203, LogLevel.Error, "The store cannot be written; how a call ended is kept and stored as soon as it can.")]
    private static partial void LogEndNotStored(ILogger logger, Exception error);
}
