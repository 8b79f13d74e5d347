using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Shopify;

internal sealed partial class AdminApi
{
    [LoggerMessage(3001, LogLevel.Warning, "{Connection}: Shopify serves API version {Served} instead of {Asked}, which it no longer supports; set ApiVersion to a supported one.")]
    private partial void LogOtherVersion(string connection, string asked, string served);
}
