using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.HubSpot;

/// <summary>Who changes something: the app, or a person.</summary>
/// <param name="Source">HubSpot's word for the kind.</param>
/// <param name="Id">Who of that kind.</param>
internal sealed record Actor(string Source, string Id);

/// <summary>A value that a property was given.</summary>
internal sealed record Past(string Value, DateTimeOffset At, Actor By);

/// <summary>A record of the CRM.</summary>
/// <param name="id">The vendor's id.</param>
/// <param name="kind">What it is, as it stands in addresses.</param>
/// <param name="at">When it was made.</param>
internal sealed class CrmRecord(long id, string kind, DateTimeOffset at)
{
    private static readonly Dictionary<string, string> Unknown = [];

    private readonly List<(DateTimeOffset At, Dictionary<string, string> Properties)> versions = [];

    public long Id { get; } = id;

    public string Kind { get; } = kind;

    public DateTimeOffset CreatedAt { get; } = at;

    public DateTimeOffset UpdatedAt { get; private set; } = at;

    public bool IsArchived { get; set; }

    public Dictionary<string, string> Properties { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<Past>> History { get; } = new(StringComparer.Ordinal);

    public string this[string property] => Properties.GetValueOrDefault(property) ?? "";

    public string Key => HubSpotErrors.Text(Id);

    /// <summary>Writes values.</summary>
    /// <returns>The names of those that were others before.</returns>
    public IReadOnlyList<string> Write(IReadOnlyDictionary<string, string> values, DateTimeOffset now, Actor by)
    {
        var changed = values.Where(value => this[value.Key] != value.Value).ToList();
        foreach (var (name, value) in changed)
        {
            Properties[name] = value;
            if (!History.TryGetValue(name, out var past)) History[name] = past = [];
            past.Insert(0, new(value, now, by));
        }

        UpdatedAt = now;
        Properties[Kind == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate"] = Stamp.Of(now);
        versions.Add((now, new(Properties, StringComparer.Ordinal)));
        return [.. changed.Select(value => value.Key)];
    }

    /// <summary>The record as the search index knows it; nothing where it does not yet.</summary>
    public IReadOnlyDictionary<string, string> IndexedAt(DateTimeOffset moment) => IsArchived ? Unknown : versions.FindLast(version => version.At <= moment).Properties ?? Unknown;

    public JsonObject Show(IEnumerable<string> properties, IEnumerable<string>? histories = null)
    {
        var shown = new JsonObject
        {
            ["id"] = Key,
            ["properties"] = new JsonObject(properties.Append("hs_object_id").Distinct().Select(name => KeyValuePair.Create(name, Properties.GetValueOrDefault(name) is { Length: > 0 } value ? (JsonNode?)value : null))),
            ["createdAt"] = Stamp.Of(CreatedAt),
            ["updatedAt"] = Stamp.Of(UpdatedAt),
            ["archived"] = IsArchived,
            ["url"] = $"https://app.hubspot.com/contacts/62515/record/{Kind}/{Key}",
        };
        if (histories is not null)
        {
            shown["propertiesWithHistory"] = new JsonObject(histories.Distinct().Where(History.ContainsKey).Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonArray([.. History[name].Select(past => (JsonNode)new JsonObject
            {
                ["value"] = past.Value,
                ["timestamp"] = Stamp.Of(past.At),
                ["sourceType"] = past.By.Source,
                ["sourceId"] = past.By.Id,
            })]))));
        }

        return shown;
    }
}

/// <summary>A file of the file manager.</summary>
internal sealed record StoredFile(long Id, string Path, byte[] Bytes);

/// <summary>The vendor's form of a time.</summary>
internal static class Stamp
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
