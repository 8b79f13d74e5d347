using Hub.Connectors;

namespace Hub.Connections;

/// <summary>All connections of the hub. Disposing it closes their HTTP clients.</summary>
internal sealed class ConnectionRegistry : IDisposable
{
    private readonly Dictionary<string, Connection> byName;
    private readonly Dictionary<string, List<Connection>> sameSecret;

    /// <summary>Takes the connections, each with another name.</summary>
    public ConnectionRegistry(IReadOnlyList<Connection> connections)
    {
        All = connections;
        byName = connections.ToDictionary(connection => connection.Name, StringComparer.Ordinal);
        sameSecret = connections.ToDictionary(connection => connection.Name, connection => connections.Where(other => ShareSecret(connection, other)).ToList(), StringComparer.Ordinal);
    }

    /// <summary>All connections in the order of their names.</summary>
    public IReadOnlyList<Connection> All { get; }

    /// <summary>The connection with this name, or null.</summary>
    public Connection? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The connections at whose addresses events arrive of which nobody can say yet whose they are: the vendor has not been heard about the account of one of those on their secret.</summary>
    public IReadOnlyList<string> Unidentified => [.. All.Where(connection => sameSecret[connection.Name].Exists(IsUnidentified)).Select(connection => connection.Name)];

    /// <summary>Whether the vendor has to be asked whose account a connection serves.</summary>
    public static bool IsUnidentified(Connection connection) => connection.Account is null && connection.Connector.Accounts is not null;

    /// <summary>The connection that an event belongs to: of the endpoint's connector, on the same secret, with the event's account.</summary>
    /// <param name="endpoint">The connection at whose address the webhook arrived.</param>
    /// <param name="account">The event's account; null where the vendor does not say.</param>
    /// <returns>The connection; null when the account is none of ours, so that the event is foreign.</returns>
    public Connection? Serving(Connection endpoint, string? account)
    {
        if (account is null || endpoint.Account == account) return endpoint;
        var owner = sameSecret[endpoint.Name].Find(other => other.Account == account);
        // A connection that knows no account of its own serves whatever its secret vouches for.
        return owner ?? (endpoint.Account is null ? endpoint : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in All) connection.Http.Dispose();
    }

    private static bool ShareSecret(Connection left, Connection right) =>
        ReferenceEquals(left.Connector, right.Connector) && SecretOf(left).Values.Intersect(SecretOf(right).Values, StringComparer.Ordinal).Any();

    private static Secret SecretOf(Connection connection) => connection.Connector.WebhookSecret(connection.Options<object>());
}
