namespace Hub.Pipeline;

internal sealed partial class EvaluationBorder
{
    [LoggerMessage(1105, LogLevel.Error, "The evaluation of route {Route} of {File} failed by a mistake of the hub; the others go on. {Fault}")]
    private static partial void LogFault(ILogger logger, string route, string file, Fault fault);
}
