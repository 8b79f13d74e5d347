namespace Hub.Pipeline;

internal sealed partial class LineRunner
{
    [LoggerMessage(1101, LogLevel.Error, "The store cannot be read; the {Queue} queue goes on when it can. {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string queue, string reason);

    [LoggerMessage(1102, LogLevel.Error, "The line {Subject} of the {Queue} queue failed; it is tried again in 5 s. {Fault}")]
    private static partial void LogLineFailed(ILogger logger, string queue, Masked subject, Fault fault);

    [LoggerMessage(1103, LogLevel.Warning, "The line {Subject} of the {Queue} queue did not finish in time at shutdown; the next start finds out what became of it.")]
    private static partial void LogAbandoned(ILogger logger, string queue, Masked subject);

    [LoggerMessage(1104, LogLevel.Error, "Running the {Queue} queue failed; it is tried again. {Fault}")]
    private static partial void LogQueueFailed(ILogger logger, string queue, Fault fault);

    [LoggerMessage(1106, LogLevel.Debug, "The line {Subject} of the {Queue} queue is another node's now; what was done on it here is given up.")]
    private static partial void LogTakenOver(ILogger logger, string queue, Masked subject);
}
