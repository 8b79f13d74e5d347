namespace Hub.Pipeline;

internal sealed partial class OutcomeKeeping
{
    [LoggerMessage(1202, LogLevel.Error, "Command {Command} succeeded, but the id for link {Link} could not be taken from its result: {Reason}")]
    private static partial void LogLinkFailed(ILogger logger, string command, string link, Masked reason);

    [LoggerMessage(1203, LogLevel.Error, "The store cannot be read; how a call ended is kept and stored as soon as it can. {Reason}")]
    private static partial void LogEndNotStored(ILogger logger, string reason);
}
