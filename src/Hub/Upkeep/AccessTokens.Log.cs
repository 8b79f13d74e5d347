using Hub.Pipeline;

namespace Hub.Upkeep;

internal sealed partial class AccessTokens
{
    [LoggerMessage(1510, LogLevel.Warning, "The stored tokens of the connection {Connection} cannot be opened with Hub:EncryptionKey; a new one is asked for with the refresh token of the configuration.")]
    private static partial void LogNotOpened(ILogger logger, string connection);

    [LoggerMessage(1511, LogLevel.Warning, "The connection {Connection} is not given a new access token; the old one is good until {Until:u}. {Reason}")]
    private static partial void LogNotRenewed(ILogger logger, string connection, DateTimeOffset until, Masked reason);
}
