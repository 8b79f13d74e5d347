namespace Hub.Storage;

internal static partial class PostgresSchema
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The store {Name} took the step {Migration}.")]
    private static partial void LogMigrated(ILogger logger, string name, string migration);
}
