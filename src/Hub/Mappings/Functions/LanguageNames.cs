using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Mappings.Functions;

/// <summary>Languages as people name them where a code is wanted.</summary>
internal static class LanguageNames
{
    private static readonly Regex Code = new("^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly FrozenSet<string> Codes = Neutral().Select(culture => culture.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text has the form of a language's code, as <c>en</c>, <c>pt_BR</c> or <c>zh-Hant-HK</c>.</summary>
    public static bool IsCode(string text) => Code.IsMatch(text);

    /// <summary>Whether the text is the code of a language that the system knows.</summary>
    public static bool IsKnown(string text)
    {
        var end = text.AsSpan().IndexOfAny('-', '_');
        // A system without its tables knows none, and then none is refused.
        return IsCode(text) && (Codes.Count == 0 || Codes.Contains(end < 0 ? text : text[..end]));
    }

    /// <summary>The code for a language's name in English or in itself; null where none is meant clearly.</summary>
    public static string? CodeOf(string name)
    {
        var text = name.Trim();
        return Neutral().Where(culture => Same(culture.EnglishName, text) || Same(culture.NativeName, text)).Select(culture => culture.Name).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>What is said of a text that is no language's code; the code in the given quotes.</summary>
    public static string Advice(string text, string quote) => $"{quote}{text}{quote} is no language's code. Write {quote}{CodeOf(text) ?? "en"}{quote}{(CodeOf(text) is null ? ", or another such code" : "")}.";

    private static IEnumerable<CultureInfo> Neutral() => CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(culture => culture.Name.Length > 0);

    private static bool Same(string name, string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
}
