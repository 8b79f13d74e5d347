namespace Hub.Pipeline;

/// <summary>What is told of the files of messages.</summary>
internal sealed partial class MediaFetching
{
    [LoggerMessage(2901, LogLevel.Warning, "The file {Id} of a message to {Connection} is not stored ({State}): {Reason}")]
    private static partial void LogEnded(ILogger logger, string id, string connection, string state, string reason);

    [LoggerMessage(2902, LogLevel.Information, "{Count} files that were half written when a process ended are removed, and fetched anew.")]
    private static partial void LogParts(ILogger logger, int count);

    [LoggerMessage(2903, LogLevel.Warning, "Files of messages wait: {Reason}")]
    private static partial void LogWaits(ILogger logger, string reason);
}
