using System.Globalization;

namespace Hub.Mappings;

/// <summary>Moments as files write them: RFC 3339, with a zone.</summary>
internal static class TimestampText
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    private static readonly string[] LooseForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>The moment that a text was probably meant as, as files write it; where it has no zone, that of UTC. Null where it is none.</summary>
    public static string? Meant(string text)
    {
        if (TryParse(text, out var moment)) return Written(moment);
        return DateTimeOffset.TryParseExact(text, LooseForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var loose) ? Written(loose) : null;
    }

    private static string Written(DateTimeOffset moment) => moment.ToString(moment.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Reads a moment; false where it has no zone or another form.</summary>
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        moment = default;
        return (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-'))
            && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }
}
