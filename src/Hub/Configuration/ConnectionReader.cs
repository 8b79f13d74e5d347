using Hub.Connectors;

namespace Hub.Configuration;

/// <summary>Reads the section <c>Connections</c>.</summary>
/// <param name="connectors">The connectors of this build.</param>
/// <param name="errors">Gets a sentence for each mistake.</param>
internal sealed class ConnectionReader(IReadOnlyList<IConnector> connectors, List<string> errors)
{
    private const string ConnectorKey = "Connector";
    private const string BaseUrlKey = "BaseUrl";
    private const string AuthKey = "Auth";
    private const string BuiltIn = "hub";
    private const int LongestName = 40;

    /// <summary>The connections without a mistake, in the order of their names.</summary>
    public IReadOnlyList<ConnectionConfig> Read(IConfigurationSection section)
    {
        List<ConnectionConfig> connections = [.. section.GetChildren().Select(ReadOne).OfType<ConnectionConfig>()];
        RefuseTwins(section, connections);
        return connections;
    }

    // What comes for an account that two connections have could belong to either.
    private void RefuseTwins(IConfigurationSection section, List<ConnectionConfig> connections)
    {
        var accounts = connections.Select(config => (config.Name, Vendor: config.Connector.Name, Account: config.Connector.AccountOf(config.Options))).Where(entry => entry.Account is not null);
        foreach (var twins in accounts.GroupBy(entry => (entry.Vendor, entry.Account)).Where(group => group.Count() > 1))
        {
            var names = string.Join(" and ", twins.Select(twin => $"{section.Path}:{twin.Name}"));
            errors.Add($"{names} have the same account, {twins.Key.Account}. An account belongs to one connection; remove the others.");
        }
    }

    private ConnectionConfig? ReadOne(IConfigurationSection section)
    {
        if (!IsName(section.Key))
        {
            errors.Add($"{section.Path}: a connection's name has at most {LongestName} lower-case letters, digits, '-' and '_', and begins with a letter.");
            return null;
        }

        if (section.Key == BuiltIn)
        {
            errors.Add($"{section.Path}: the name {BuiltIn} belongs to the hub's own connection. Take another.");
            return null;
        }

        if (FindConnector(section) is not { } connector) return null;
        var before = errors.Count;
        var baseUrl = ReadBaseUrl(section);
        var owner = $"a {connector.Name} connection";
        if (connector.OptionsType.GetProperty(AuthKey) is null && section[AuthKey] is { } auth && !auth.Equals("static", StringComparison.OrdinalIgnoreCase))
        {
            errors.Add($"{section.Path}:{AuthKey} is not static, and {owner} of this version offers nothing else.");
        }

        if (baseUrl is null || !HttpAddress.IsLoopback(baseUrl.Host)) RefusePlaceholders(section, connector.OptionsType);
        var writesToPeople = connector is IMessagingConnector;
        var rules = writesToPeople ? new ConversationRulesReader(section, errors).Read() : ConversationRules.None;
        var options = new OptionsBinder(section, owner, errors).Bind(connector.OptionsType, [ConnectorKey, BaseUrlKey, AuthKey, .. writesToPeople ? ConversationRulesReader.Keys : []]);
        return options is not null && errors.Count == before ? new ConnectionConfig(section.Key, connector, baseUrl, options) { Rules = rules } : null;
    }

    // Whoever knows what hub init writes could sign webhooks with it. A stand-in on this machine may have it.
    private void RefusePlaceholders(IConfigurationSection section, Type options)
    {
        foreach (var key in options.GetProperties().Where(property => property.PropertyType == typeof(Secret)).Select(property => property.Name))
        {
            if (SecretReader.Read(section, key, [])?.Values.Contains(SecretReader.Placeholder, StringComparer.Ordinal) != true) continue;
            var given = section.GetSection(key).Exists() ? key : key + SecretReader.FileSuffix;
            errors.Add($"{section.Path}:{given} still holds the placeholder of hub init, which everybody knows. Put the vendor's own secret in its place.");
        }
    }

    private IConnector? FindConnector(IConfigurationSection section)
    {
        var names = connectors.Select(connector => connector.Name).Order(StringComparer.Ordinal).ToList();
        var path = $"{section.Path}:{ConnectorKey}";
        var name = section[ConnectorKey];
        if (connectors.FirstOrDefault(connector => connector.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
        var known = $"Known: {string.Join(", ", names)}.";
        errors.Add(
            string.IsNullOrEmpty(name) ? $"{path} is missing. {known}"
            : $"{path} is {name}, which is not a connector. {Nearest.Question(name, names)}{known}");
        return null;
    }

    private Uri? ReadBaseUrl(IConfigurationSection section)
    {
        if (string.IsNullOrEmpty(section[BaseUrlKey])) return null;
        if (Uri.TryCreate(section[BaseUrlKey], UriKind.Absolute, out var address) && HttpAddress.IsAllowed(address)) return address;
        errors.Add($"{section.Path}:{BaseUrlKey} must be an https address without user name and query (http only on loopback).");
        return null;
    }

    /// <summary>Whether a connection can be called so: it is a part of the webhook's address.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterLower(name[0]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
