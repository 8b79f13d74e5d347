namespace Hub.Pipeline;

internal sealed partial class AccountFinding
{
    [LoggerMessage(1512, LogLevel.Information, "The connection {Connection} serves the account {Account}.")]
    private static partial void LogFound(ILogger logger, string connection, string account);
}
