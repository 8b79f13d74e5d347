using Hub.BuiltIn;
using Hub.Calendars;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings;

/// <summary>What mapping files are checked against.</summary>
internal sealed record MappingEnvironment
{
    /// <summary>The configured connections by name, with their connectors.</summary>
    public required IReadOnlyList<(string Name, IConnector Connector)> Connections { get; init; }

    /// <summary>The configured connections and the built-in one, <c>hub</c>.</summary>
    public IReadOnlyList<(string Name, IConnector Connector)> All => [.. Connections, (HubConnector.ConnectionName, HubConnector.Instance)];

    /// <summary>The message templates by the connection's name; those of a connection that is not named here are not known, and not checked.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MessageTemplate>> Templates { get; init; } = new Dictionary<string, IReadOnlyList<MessageTemplate>>(StringComparer.Ordinal);

    /// <summary>Whether a template that is not there, or does not fit, is a warning: the vendor changes them without the files.</summary>
    public bool AreTemplatesAdvice { get; init; }

    /// <summary>The configured calendars by name; they go before those beside the files.</summary>
    public IReadOnlyDictionary<string, Calendar> Calendars { get; init; } = new Dictionary<string, Calendar>(StringComparer.Ordinal);

    /// <summary>The words by which people state their will in the chat, by the connection's name; those of a connection that is not named here are the standard ones.</summary>
    public IReadOnlyDictionary<string, ConsentWords> Words { get; init; } = new Dictionary<string, ConsentWords>(StringComparer.Ordinal);

    /// <summary>Whether these are all; where some cannot be read, which is told where they stand, a name that is not among them is no mistake.</summary>
    public bool AreCalendarsKnown { get; init; } = true;

    /// <summary>Reads the calendars beside the files; null where there is nothing that can, and then the file is refused.</summary>
    public CalendarReading? ReadCalendars { get; init; }
}

/// <summary>Reads the calendars of a text.</summary>
/// <param name="text">The text of <see cref="MappingFolder.Calendars"/>.</param>
/// <param name="tell">Gets each mistake with line and column, both counted from 1.</param>
/// <returns>Those without a mistake, by name.</returns>
internal delegate IReadOnlyDictionary<string, Calendar> CalendarReading(string text, Action<int, int, string> tell);

/// <summary>What came of loading mapping files.</summary>
/// <param name="Snapshot">The compiled files; null exactly where there are errors.</param>
/// <param name="Errors">All that is wrong.</param>
/// <param name="Warnings">What is probably not meant.</param>
internal sealed record LoadResult(Snapshot? Snapshot, IReadOnlyList<MappingError> Errors, IReadOnlyList<MappingError> Warnings)
{
    /// <summary>The connections that routes send templates by whose templates are not known, and were not checked.</summary>
    public IReadOnlyList<string> Unchecked { get; init; } = [];
}
