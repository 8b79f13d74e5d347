namespace Hub.Storage;

internal static partial class PostgresSchema
{
    [LoggerMessage(2023, LogLevel.Information, "The store {Name} took the step {Migration}.")]
    private static partial void LogMigrated(ILogger logger, string name, string migration);

    [LoggerMessage(2024, LogLevel.Information, "The store {Name} takes the step {Migration}; {Left} more follow. Large tables take their time.")]
    private static partial void LogTaking(ILogger logger, string name, string migration, int left);

    [LoggerMessage(2025, LogLevel.Information, "Another node brings the store {Name} to a newer version; this one waits for it.")]
    private static partial void LogWaiting(ILogger logger, string name);

    [LoggerMessage(2026, LogLevel.Warning, "The step {Migration} of the store {Name} waits for somebody who uses a table that it changes, and is tried again.")]
    private static partial void LogHeldUp(ILogger logger, string name, string migration);
}
