namespace Hub.Pipeline;

internal sealed partial class AccountFinding
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The connection {Connection} serves the account {Account}.")]
    private static partial void LogFound(ILogger logger, string connection, string account);
}
