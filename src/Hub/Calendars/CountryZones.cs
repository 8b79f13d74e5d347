using System.Collections.Concurrent;

namespace Hub.Calendars;

/// <summary>The time zones of each country, from the embedded <c>zones.tsv</c>.</summary>
internal static class CountryZones
{
    private static readonly Dictionary<string, string[]> Names = Read();
    private static readonly ConcurrentDictionary<string, IReadOnlyList<TimeZoneInfo>> Found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The zones whose clocks differ.</summary>
    /// <param name="country">ISO 3166-1 alpha-2, any case.</param>
    /// <returns>Empty for a country that is not known.</returns>
    public static IReadOnlyList<TimeZoneInfo> Of(string country) => Found.GetOrAdd(
        country, static one => Names.TryGetValue(one.ToUpperInvariant(), out var names) ? [.. names.Select(Zone).OfType<TimeZoneInfo>()] : []);

    private static TimeZoneInfo? Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private static Dictionary<string, string[]> Read()
    {
        using var stream = typeof(CountryZones).Assembly.GetManifestResourceStream("Hub.Calendars.zones.tsv")!;
        using var reader = new StreamReader(stream);

        // Where they come from, and the names of the columns.
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => cells[1].Split(' '), StringComparer.Ordinal);
    }
}
