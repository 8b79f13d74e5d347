namespace Hub.Storage;

internal static partial class PostgresSchema
{
    [LoggerMessage(2023, LogLevel.Information, "The store {Name} took the step {Migration}.")]
    private static partial void LogMigrated(ILogger logger, string name, string migration);
}
