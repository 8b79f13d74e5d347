namespace Hub.Pipeline;

internal sealed partial class VendorCalls
{
    [LoggerMessage(1201, LogLevel.Error, "A connector failed in a call; the outcome of the attempt is unknown. {Fault}")]
    private static partial void LogConnectorFailed(ILogger logger, Fault fault);
}
