namespace Hub.Pipeline;

internal sealed partial class Prospects
{
    [LoggerMessage(1006, LogLevel.Warning, "Events could not be evaluated as they were read ({Fault}). Each is processed in its own line.")]
    private static partial void LogNotEvaluated(ILogger logger, Fault fault);
}
