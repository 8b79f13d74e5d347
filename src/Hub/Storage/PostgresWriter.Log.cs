namespace Hub.Storage;

internal sealed partial class PostgresWriter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The store cannot be written ({Reason}). Webhooks are answered 503 until it can.")]
    private static partial void LogUnwritable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store can be written again.")]
    private static partial void LogWritable(ILogger logger);
}
