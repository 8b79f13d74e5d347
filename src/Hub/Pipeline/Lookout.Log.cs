namespace Hub.Pipeline;

internal sealed partial class Lookout
{
    [LoggerMessage(1601, LogLevel.Warning, "The {Kind} {Name} is paused: {Reason} When it is mended: hub resume {Again} --kind {KindAgain}")]
    private static partial void LogPaused(ILogger logger, string kind, string name, Masked reason, string again, string kindAgain);

    [LoggerMessage(1605, LogLevel.Warning, "What the route {Route} sends waits for an approval. {Why} Look at it with: hub approve. To send it: hub approve {Again}")]
    private static partial void LogAwaitsApproval(ILogger logger, string route, string why, string again);

    [LoggerMessage(1602, LogLevel.Warning, "The line {Subject} of the {Queue} queue has been blocked since {Since:u} by {BlockedBy}.")]
    private static partial void LogBlocked(ILogger logger, Masked subject, string queue, DateTimeOffset since, string blockedBy);

    [LoggerMessage(1603, LogLevel.Error, "The store cannot be read; what has come to a stop is told when it can. {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string reason);

    [LoggerMessage(1604, LogLevel.Error, "Looking for what has come to a stop failed; it is tried again. {Fault}")]
    private static partial void LogLookFailed(ILogger logger, Fault fault);
}
