namespace Hub.Storage;

internal static partial class SqliteSchema
{
    [LoggerMessage(2011, LogLevel.Information, "The store was copied to {Copy} before it is migrated.")]
    private static partial void LogCopied(ILogger logger, string copy);

    [LoggerMessage(2012, LogLevel.Information, "The store {Path} took the step {Migration}.")]
    private static partial void LogMigrated(ILogger logger, string path, string migration);
}
