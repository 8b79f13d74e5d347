using System.Collections.Frozen;
using System.Globalization;

namespace Hub.Mappings.Functions;

/// <summary>Locales by their BCP 47 name; vendors also write an underscore.</summary>
internal static class Locales
{
    // The system makes a culture of any well-formed name and keeps it for ever, and names come from events: only of those that it has data for.
    private static readonly FrozenDictionary<string, CultureInfo> Known = CultureInfo.GetCultures(CultureTypes.AllCultures)
        .Where(culture => culture.Name.Length > 0)
        .DistinctBy(culture => culture.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(culture => culture.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Regions = Known.Keys.Select(name => PartsOf(name).Region).OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // The system knows which script a language has in a region: zh-TW is not written as zh is.
    private static readonly FrozenSet<string> Pairs = Known.Keys.Select(PartsOf).Where(parts => parts.Region is not null).Select(parts => $"{parts.Language}-{parts.Region}").ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Unicode CLDR, language aliases.
    private static readonly FrozenDictionary<string, string> Former = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["in"] = "id", ["iw"] = "he", ["ji"] = "yi", ["mo"] = "ro", ["tl"] = "fil" }
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a text that stands in a file as a locale; null where nothing is.</summary>
    public static string? Fault(string name) => LanguageNames.IsKnown(name) && Find(name) is not null ? null : LanguageNames.Advice(name, "\"");

    /// <summary>The locale, or the nearest of its language that there is; null where the text names no known language, or no known region.</summary>
    public static CultureInfo? Find(string name)
    {
        if (name.Length is < 2 or > 35 || !LanguageNames.IsCode(name)) return null;
        var (language, script, region) = PartsOf(name);
        language = Former.GetValueOrDefault(language, language);
        if (region is not null && !Regions.Contains(region)) return null;
        if (Known.GetValueOrDefault(string.Join('-', new[] { language, script, region }.OfType<string>())) is { } exact) return exact;
        if (region is not null && script is null && Pairs.Contains($"{language}-{region}")) return CultureInfo.GetCultureInfo($"{language}-{region}");
        return (script is null ? null : Known.GetValueOrDefault($"{language}-{script}")) ?? Known.GetValueOrDefault(language);
    }

    // What else a name may say, variants and extensions, makes no difference here.
    private static (string Language, string? Script, string? Region) PartsOf(string name)
    {
        var parts = name.Replace('_', '-').Split('-');
        var next = 1;
        var script = parts.Length > next && parts[next].Length == 4 && parts[next].All(char.IsAsciiLetter) ? parts[next++] : null;
        var region = parts.Length > next && (parts[next].Length == 2 || (parts[next].Length == 3 && parts[next].All(char.IsAsciiDigit))) ? parts[next] : null;
        return (parts[0], script, region);
    }
}
