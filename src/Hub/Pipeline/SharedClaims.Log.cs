namespace Hub.Pipeline;

internal sealed partial class SharedClaims
{
    [LoggerMessage(1503, LogLevel.Warning, "The node {Name} is gone; {Count} webhooks, events and commands were under way there. Each of them is run alone once before the others of its line go on.")]
    private static partial void LogGone(ILogger logger, string name, long count);

    [LoggerMessage(1504, LogLevel.Warning, "This node was taken for dead, because it had not reached the store for a while. What it was working on is done by whoever has it now.")]
    private static partial void LogTakenForDead(ILogger logger);

    [LoggerMessage(1505, LogLevel.Critical, "The store needs a hub that knows version {MinApp}; this one knows {Newest}. It takes no more work and ends.")]
    private static partial void LogTooOld(ILogger logger, int minApp, int newest);
}
