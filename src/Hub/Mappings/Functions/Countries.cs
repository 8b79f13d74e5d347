using System.Globalization;
using Hub.Customers;

namespace Hub.Mappings.Functions;

/// <summary>Countries as people name them where a code (ISO 3166-1, two letters) is wanted.</summary>
internal static class Countries
{
    /// <summary>Whether numbers of that country can be read.</summary>
    public static bool IsCode(string text) => NumberingPlans.All.Of(text) is not null;

    /// <summary>The code for a name in English or in the country's own language, or for a code of three letters; null where none is meant clearly.</summary>
    public static string? CodeOf(string name)
    {
        var text = name.Trim();
        if (text is "UK" or "England") return "GB";
        return CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Where(culture => culture.Name.Length > 0)
            .Select(culture => new RegionInfo(culture.Name))
            .FirstOrDefault(region => region.Name.Length == 2 && IsCode(region.Name) && (Same(region.EnglishName, text) || Same(region.NativeName, text) || Same(region.ThreeLetterISORegionName, text)))?.Name;
    }

    /// <summary>What is said of a text that is no country's code.</summary>
    public static string Advice(string text) =>
        $"\"{text}\" is no country. Write its code of two letters (ISO 3166){(CodeOf(text) is { } code ? $": \"{code}\"" : ", as \"DE\"")}.";

    private static bool Same(string name, string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
}
