namespace Hub.Pipeline;

internal sealed partial class HeldStart
{
    [LoggerMessage(1502, LogLevel.Warning, "Started held: {Connections} connections are paused until hub resume, and {Unknown} open commands are parked because they may have been carried out after the copy of the store was made. The store knows nothing of the time from {From:u} to {To:u}.")]
    private static partial void LogHeld(ILogger logger, int connections, int unknown, DateTimeOffset from, DateTimeOffset to);
}
