namespace Hub.Pipeline;

internal sealed partial class Reconciler
{
    [LoggerMessage(2701, LogLevel.Warning, "Of the connection {Connection} {Repaired} changes had been brought by no webhook; they are processed now.")]
    private static partial void LogRepaired(ILogger logger, string connection, long repaired);
}
