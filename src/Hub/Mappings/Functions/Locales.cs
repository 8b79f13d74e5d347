using System.Globalization;

namespace Hub.Mappings.Functions;

/// <summary>Locales by their BCP 47 name; vendors also write an underscore.</summary>
internal static class Locales
{
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
