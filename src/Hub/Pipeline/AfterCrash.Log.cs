namespace Hub.Pipeline;

internal sealed partial class AfterCrash
{
    [LoggerMessage(1501, LogLevel.Warning, "The hub did not end in order. Webhooks, events and commands that were under way: {Count}. Each of them is run alone once before the others go on.")]
    private static partial void LogFound(ILogger logger, long count);
}
