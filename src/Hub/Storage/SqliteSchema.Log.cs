namespace Hub.Storage;

internal static partial class SqliteSchema
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The store was copied to {Copy} before it is migrated.")]
    private static partial void LogCopied(ILogger logger, string copy);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store {Path} took the step {Migration}.")]
    private static partial void LogMigrated(ILogger logger, string path, string migration);
}
