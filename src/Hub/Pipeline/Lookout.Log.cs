namespace Hub.Pipeline;

internal sealed partial class Lookout
{
    [LoggerMessage(1601, LogLevel.Warning, "The {Kind} {Name} is paused: {Reason} When it is mended: hub resume {Again} --kind {KindAgain}")]
    private static partial void LogPaused(ILogger logger, string kind, string name, Masked reason, string again, string kindAgain);

    [LoggerMessage(1605, LogLevel.Warning, "What the route {Route} sends waits for an approval. {Why} Look at it with: hub approve. To send it: hub approve {Again}")]
    private static partial void LogAwaitsApproval(ILogger logger, string route, string why, string again);

    [LoggerMessage(1602, LogLevel.Warning, "The line {Subject} of the {Queue} queue has been blocked since {Since:u} by {BlockedBy}.")]
    private static partial void LogBlocked(ILogger logger, Masked subject, string queue, DateTimeOffset since, string blockedBy);
}
