namespace Hub.Storage;

internal sealed partial class SqliteWriter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The store cannot be written ({Reason}). Webhooks are answered 503 until it can.")]
    private static partial void LogUnwritable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store can be written again.")]
    private static partial void LogWritable(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "A failed transaction could not be rolled back ({Reason}).")]
    private static partial void LogRollbackFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log could not be moved into the file at the end ({Reason}). The next start does it.")]
    private static partial void LogCheckpointFailed(ILogger logger, string reason);
}
