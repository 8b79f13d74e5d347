namespace Hub.Pipeline;

internal sealed partial class Reconciler
{
    [LoggerMessage(2701, LogLevel.Warning, "Of the connection {Connection} {Repaired} changes had been brought by no webhook; they are processed now.")]
    private static partial void LogRepaired(ILogger logger, string connection, long repaired);

    [LoggerMessage(2702, LogLevel.Error, "Comparing the connection {Connection} with its vendor failed; it is done again. {Fault}")]
    private static partial void LogFailed(ILogger logger, string connection, Fault fault);
}
