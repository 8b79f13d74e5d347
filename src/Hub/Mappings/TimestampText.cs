using System.Globalization;

namespace Hub.Mappings;

/// <summary>Moments as files write them: RFC 3339, with a zone.</summary>
internal static class TimestampText
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Reads a moment; false where it has no zone or another form.</summary>
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        moment = default;
        return (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-'))
            && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }
}
