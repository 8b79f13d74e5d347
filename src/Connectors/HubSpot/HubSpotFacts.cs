using System.Globalization;

namespace Hub.Connectors.HubSpot;

/// <summary>What a webhook and the comparison with HubSpot both come to, so that the one settles the other.</summary>
internal static class HubSpotFacts
{
    /// <summary>That a record was made.</summary>
    public static string Created(HubSpotObject kind, string id) => $"{kind.Created}/{id}";

    /// <summary>That a property was given a value at a time: of several changes each is told for itself, so that none hides behind a later one.</summary>
    public static string Changed(HubSpotObject kind, string id, string property, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{kind.Changed}/{id}/{property}/{at.ToUnixTimeMilliseconds()}");

    /// <summary>The values that these properties were given by anybody but the app itself.</summary>
    public static IEnumerable<(string Property, HistoryEntry Entry)> EntriesOf(CrmObject record, IReadOnlyList<string> watched, string appId) =>
        from property in watched
        from entry in record.PropertiesWithHistory?.GetValueOrDefault(property) ?? []
        where !HubSpotReader.IsOwn(entry.SourceType, entry.SourceId, appId)
        select (property, entry);
}
