namespace Hub.Expressions;

/// <summary>Names of time zones.</summary>
internal static class TimeZones
{
    private const string Example = "Europe/Berlin";

    /// <summary>Whether it is a name of the IANA database that this system knows, and not one of Windows.</summary>
    public static bool IsName(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) && (text is "UTC" || !TimeZoneInfo.TryConvertWindowsIdToIanaId(text, out var iana) || iana == text);

    /// <summary>What to write for a name that is no time zone, as a sentence: the zone that was probably meant, else an example.</summary>
    public static string Advice(string name)
    {
        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana)) return $"That is a name of Windows: write \"{iana}\".";
        var city = name[(name.LastIndexOf('/') + 1)..].Trim().Replace(' ', '_');
        var known = TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal)).ToList();
        var meant = known.Find(id => id.EndsWith("/" + city, StringComparison.OrdinalIgnoreCase)) ?? Suggestion.Nearest(name, known);
        return $"Write {(meant is null ? $"a name such as \"{Example}\"" : $"\"{meant}\"")}.";
    }
}
