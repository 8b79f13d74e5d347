namespace Hub.Storage;

internal sealed partial class PostgresWriter
{
    [LoggerMessage(2021, LogLevel.Error, "The store cannot be written ({Reason}). Webhooks are answered 503 until it can.")]
    private static partial void LogUnwritable(ILogger logger, string reason);

    [LoggerMessage(2022, LogLevel.Information, "The store can be written again.")]
    private static partial void LogWritable(ILogger logger);
}
