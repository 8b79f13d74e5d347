using Hub.Pipeline;

namespace Hub.Endpoints;

internal sealed partial class RefusalLog
{
    [LoggerMessage(2101, LogLevel.Warning, "A delivery at the address of {Connection} was refused: {Reason} Others within a minute are counted, not told.")]
    private static partial void LogRefused(ILogger logger, string connection, Masked reason);
}
