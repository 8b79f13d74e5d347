namespace Hub.Pipeline;

internal sealed partial class Housekeeper
{
    [LoggerMessage(1402, LogLevel.Error, "Command {Command} of route {Route} could not be brought back to its line; that is tried again in a minute, three times. {Fault}")]
    private static partial void LogNotBroughtBack(ILogger logger, string command, string route, Fault fault);

    [LoggerMessage(1404, LogLevel.Warning, "The clock has been set back by {By}. Waits that were counted by it are ended: {Count}.")]
    private static partial void LogClockSetBack(ILogger logger, TimeSpan by, int count);
}
