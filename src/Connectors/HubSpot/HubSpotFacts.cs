using System.Globalization;

namespace Hub.Connectors.HubSpot;

/// <summary>What a webhook and the comparison with HubSpot both come to, so that the one settles the other.</summary>
internal static class HubSpotFacts
{
    /// <summary>That a record was made.</summary>
    public static string Created(HubSpotObject kind, string id) => $"{kind.Created}/{id}";

    /// <summary>That a record stands as its last change left it.</summary>
    public static string Changed(HubSpotObject kind, string id, DateTimeOffset latest) => string.Create(CultureInfo.InvariantCulture, $"{kind.Changed}/{id}/{latest.ToUnixTimeMilliseconds()}");

    /// <summary>When one of these properties was last changed by anybody but the app itself; null where the history says nothing.</summary>
    public static DateTimeOffset? LatestOf(CrmObject record, IReadOnlyList<string> watched, string appId)
    {
        DateTimeOffset? latest = null;
        foreach (var (_, entry) in EntriesOf(record, watched, appId))
        {
            if (latest is null || entry.Timestamp > latest) latest = entry.Timestamp;
        }

        return latest;
    }

    /// <summary>The values that these properties were given by anybody but the app itself.</summary>
    public static IEnumerable<(string Property, HistoryEntry Entry)> EntriesOf(CrmObject record, IReadOnlyList<string> watched, string appId) =>
        from property in watched
        from entry in record.PropertiesWithHistory?.GetValueOrDefault(property) ?? []
        where !HubSpotReader.IsOwn(entry.SourceType, entry.SourceId, appId)
        select (property, entry);
}
