namespace Hub.Pipeline;

internal sealed partial class Rounds
{
    [LoggerMessage(2801, LogLevel.Error, "The store cannot be read; {Work} goes on when it can. {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string work, string reason);

    [LoggerMessage(2802, LogLevel.Error, "A fault ended {Work}; it is tried again. {Fault}")]
    private static partial void LogFailed(ILogger logger, string work, Fault fault);
}
