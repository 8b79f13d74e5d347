namespace Hub.Pipeline;

internal sealed partial class Heartbeat
{
    [LoggerMessage(1506, LogLevel.Error, "Saying that this node is alive failed; it is tried again. {Fault}")]
    private static partial void LogBeatFailed(ILogger logger, Fault fault);
}
