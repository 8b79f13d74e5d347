using Hub.BuiltIn;
using Hub.Calendars;
using Hub.Connectors;

namespace Hub.Mappings;

/// <summary>What mapping files are checked against.</summary>
internal sealed record MappingEnvironment
{
    /// <summary>The configured connections by name, with their connectors.</summary>
    public required IReadOnlyList<(string Name, IConnector Connector)> Connections { get; init; }

    /// <summary>The configured connections and the built-in one, <c>hub</c>.</summary>
    public IReadOnlyList<(string Name, IConnector Connector)> All => [.. Connections, (HubConnector.ConnectionName, HubConnector.Instance)];

    /// <summary>The message templates that are known; null where none were fetched, and then none are checked.</summary>
    public IReadOnlyList<MessageTemplate>? Templates { get; init; }

    /// <summary>The configured calendars by name.</summary>
    public IReadOnlyDictionary<string, Calendar> Calendars { get; init; } = new Dictionary<string, Calendar>(StringComparer.Ordinal);
}

/// <summary>What came of loading mapping files.</summary>
/// <param name="Snapshot">The compiled files; null exactly where there are errors.</param>
/// <param name="Errors">All that is wrong.</param>
/// <param name="Warnings">What is probably not meant.</param>
internal sealed record LoadResult(Snapshot? Snapshot, IReadOnlyList<MappingError> Errors, IReadOnlyList<MappingError> Warnings);
