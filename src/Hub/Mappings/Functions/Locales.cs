using System.Globalization;

namespace Hub.Mappings.Functions;

/// <summary>Locales by their BCP 47 name; vendors also write an underscore.</summary>
internal static class Locales
{
    /// <summary>What is wrong with a text that stands in a file as a locale; null where nothing is.</summary>
    public static string? Fault(string name) => LanguageNames.IsKnown(name) && Find(name) is not null ? null : LanguageNames.Advice(name, "\"");

    /// <summary>The locale, or null where the text is no locale's name.</summary>
    public static CultureInfo? Find(string name)
    {
        try
        {
            return name.Length is > 1 and <= 35 ? CultureInfo.GetCultureInfo(name.Replace('_', '-')) : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
