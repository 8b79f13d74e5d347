using Hub.Connectors;

namespace Hub.Configuration;

/// <summary>One checked entry under <c>Connections</c>.</summary>
/// <param name="Name">The connection's name, also the segment of its webhook address.</param>
/// <param name="Connector">The connector.</param>
/// <param name="BaseUrl">The address that replaces the vendor's own; null where it is not configured.</param>
/// <param name="Options">An instance of the connector's options type, whole and valid.</param>
internal sealed record ConnectionConfig(string Name, IConnector Connector, Uri? BaseUrl, object Options)
{
    /// <summary>By what it writes to people.</summary>
    public ConversationRules Rules { get; init; } = ConversationRules.None;

    /// <summary>What access tokens are asked for with; null where none have to be.</summary>
    public Secret? RefreshToken => (Connector as IOAuthConnector)?.RefreshToken(Options);
}
