namespace Hub.Expressions;

/// <summary>Characters that look like others: what was copied from a web page or typed on another keyboard, and what nobody sees in an editor. By the confusables of Unicode (UTS 39), of which only those stand here that look the same in most fonts.</summary>
internal static class LookAlike
{
    private const string Cyrillic = "аеорсухісԁјѕһАВЕКМНОРСТХІЈЅ";
    private const string CyrillicLatin = "aeopcyxicdjshABEKMHOPCTXIJS";
    private const string Greek = "ονιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    private const string GreekLatin = "oviABEZHIKMNOPTYX";

    /// <summary>What a character is called that looks like a blank or like nothing, with its number: <c>a no-break space (U+00A0)</c>; null for any other.</summary>
    public static string? Space(char character) => Called(character) is { } name ? $"{name} (U+{(int)character:X4})" : null;

    /// <summary>What to do about it.</summary>
    public static string Mended(char character) => character is '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' ? "remove it" : "write a blank";

    /// <summary>A sentence about a letter that looks like one of a to z; null for any other.</summary>
    public static string? Letter(char character) => Latin(character) is var latin && latin == character
        ? null
        : $"The letter {character} here is {(Greek.Contains(character, StringComparison.Ordinal) ? "Greek" : "Cyrillic")} (U+{(int)character:X4}) and only looks like {latin}.";

    /// <summary>A sentence about the first character of a name because of which it is not the name that it looks like; null where it does not look like it.</summary>
    /// <param name="name">The name as it stands in the file.</param>
    /// <param name="meant">The known name.</param>
    public static string? Told(string name, string meant)
    {
        if (name == meant || !string.Concat(name.Where(c => Called(c) is null).Select(Latin)).Equals(meant, StringComparison.OrdinalIgnoreCase)) return null;
        return name.Select(c => Space(c) is { } space ? $"In it stands {space}, which nobody sees." : Letter(c)).FirstOrDefault(told => told is not null);
    }

    private static char Latin(char character) => Cyrillic.IndexOf(character, StringComparison.Ordinal) is var cyrillic and >= 0 ? CyrillicLatin[cyrillic]
        : Greek.IndexOf(character, StringComparison.Ordinal) is var greek and >= 0 ? GreekLatin[greek]
        : character;

    private static string? Called(char character) => character switch
    {
        '\u00A0' => "a no-break space",
        '\u00AD' => "a soft hyphen",
        '\u200B' => "a zero-width space",
        '\u200C' or '\u200D' => "a zero-width joiner",
        '\u2060' => "a word joiner",
        '\u202F' => "a narrow no-break space",
        '\u3000' => "an ideographic space",
        '\uFEFF' => "a byte order mark",
        >= '\u2000' and <= '\u200A' or '\u205F' => "a space of another width",
        _ => null,
    };
}
