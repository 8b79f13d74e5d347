namespace Hub.Storage;

internal sealed partial class SqliteWriter
{
    [LoggerMessage(2001, LogLevel.Error, "The store cannot be written ({Reason}). Webhooks are answered 503 until it can.")]
    private static partial void LogUnwritable(ILogger logger, string reason);

    [LoggerMessage(2002, LogLevel.Information, "The store can be written again.")]
    private static partial void LogWritable(ILogger logger);

    [LoggerMessage(2003, LogLevel.Error, "A failed transaction could not be rolled back ({Reason}).")]
    private static partial void LogRollbackFailed(ILogger logger, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "The write-ahead log could not be moved into the file at the end ({Reason}). The next start does it.")]
    private static partial void LogCheckpointFailed(ILogger logger, string reason);
}
