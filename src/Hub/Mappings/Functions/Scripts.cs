using System.Text;

namespace Hub.Mappings.Functions;

/// <summary>Scripts of text, by Unicode's blocks of letters.</summary>
internal static class Scripts
{
    private const string None = "Zyyy";

    private static readonly (int First, int Last, string Script)[] Blocks =
    [
        (0x0041, 0x024F, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"), (0x0530, 0x058F, "Armn"), (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"),
        (0x0750, 0x077F, "Arab"), (0x08A0, 0x08FF, "Arab"), (0x0900, 0x097F, "Deva"), (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"), (0x0A80, 0x0AFF, "Gujr"),
        (0x0B80, 0x0BFF, "Taml"), (0x0C00, 0x0C7F, "Telu"), (0x0C80, 0x0CFF, "Knda"), (0x0D00, 0x0D7F, "Mlym"), (0x0D80, 0x0DFF, "Sinh"), (0x0E00, 0x0E7F, "Thai"),
        (0x0E80, 0x0EFF, "Laoo"), (0x1000, 0x109F, "Mymr"), (0x10A0, 0x10FF, "Geor"), (0x1100, 0x11FF, "Hang"), (0x1200, 0x137F, "Ethi"), (0x1780, 0x17FF, "Khmr"),
        (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"), (0x2C60, 0x2C7F, "Latn"), (0x2DE0, 0x2DFF, "Cyrl"), (0x3040, 0x309F, "Hira"), (0x30A0, 0x30FF, "Kana"),
        (0x3400, 0x4DBF, "Hani"), (0x4E00, 0x9FFF, "Hani"), (0xA640, 0xA69F, "Cyrl"), (0xAC00, 0xD7AF, "Hang"), (0xFB1D, 0xFB4F, "Hebr"), (0xFB50, 0xFDFF, "Arab"),
        (0xFE70, 0xFEFF, "Arab"), (0xFF21, 0xFF5A, "Latn"), (0x20000, 0x2FA1F, "Hani"),
    ];

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Latin"] = "Latn", ["Greek"] = "Grek", ["Cyrillic"] = "Cyrl", ["Russian"] = "Cyrl", ["Armenian"] = "Armn", ["Hebrew"] = "Hebr", ["Arabic"] = "Arab", ["Devanagari"] = "Deva", ["Hindi"] = "Deva",
        ["Bengali"] = "Beng", ["Gurmukhi"] = "Guru", ["Punjabi"] = "Guru", ["Gujarati"] = "Gujr", ["Tamil"] = "Taml", ["Telugu"] = "Telu", ["Kannada"] = "Knda", ["Malayalam"] = "Mlym",
        ["Sinhala"] = "Sinh", ["Lao"] = "Laoo", ["Burmese"] = "Mymr", ["Georgian"] = "Geor", ["Hangul"] = "Hang", ["Korean"] = "Hang", ["Ethiopic"] = "Ethi", ["Khmer"] = "Khmr",
        ["Hiragana"] = "Hira", ["Japanese"] = "Hira", ["Katakana"] = "Kana", ["Chinese"] = "Hani", ["Han"] = "Hani",
    };

    /// <summary>What is said of a text that is none of the codes; null where it is one.</summary>
    public static string? Doubt(string text)
    {
        var codes = Blocks.Select(block => block.Script).Append(None).Distinct(StringComparer.Ordinal).ToList();
        if (codes.Contains(text, StringComparer.Ordinal)) return null;
        var meant = Names.GetValueOrDefault(text) ?? codes.Find(code => string.Equals(code, text, StringComparison.OrdinalIgnoreCase));
        return $"script gives a code of four letters (ISO 15924), and never \"{text}\". Write {(meant is null ? $"one of {string.Join(", ", codes)}" : $"\"{meant}\"")}.";
    }

    /// <summary>The script of most letters by ISO 15924; the first to appear where two have as many.</summary>
    public static string Of(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune) || ScriptOf(rune.Value) is not { } script) continue;
            if (!counts.TryGetValue(script, out var count)) order.Add(script);
            counts[script] = count + 1;
        }

        return order.MaxBy(script => counts[script]) ?? None;
    }

    private static string? ScriptOf(int letter)
    {
        foreach (var (first, last, script) in Blocks)
        {
            if (letter >= first && letter <= last) return script;
        }

        return null;
    }
}
