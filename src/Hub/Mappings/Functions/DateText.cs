using System.Globalization;
using System.Text;
using Hub.Expressions;

namespace Hub.Mappings.Functions;

/// <summary>Moments by the patterns of ICU (Unicode TR 35): y yy yyyy · M MM MMM MMMM, and L for the name alone · d dd · E to EEE, EEEE · a · H HH h hh · m mm · s ss · S to SSS · text in single quotes, '' for a quote.</summary>
internal static class DateText
{
    private const int LongestPattern = 200;

    /// <summary>The moment in that zone and locale; an error for a zone, a locale or a letter of the pattern that is not known.</summary>
    public static Value Format(DateTimeOffset moment, string pattern, string zone, string locale) => Locales.Find(locale) is { } culture
        ? Format(moment, pattern, zone, culture)
        : Value.Error($"{locale} is no locale. Write for example en-AU.");

    /// <summary>The same for a locale that is known.</summary>
    public static Value Format(DateTimeOffset moment, string pattern, string zone, CultureInfo culture)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            return Value.Error($"{zone} is no time zone. Write for example Australia/Sydney.");
        }

        if (pattern.Length > LongestPattern) return Value.Error($"The pattern is longer than {LongestPattern} characters.");
        var local = TimeZoneInfo.ConvertTime(moment, found);
        return local.DateTime < culture.Calendar.MinSupportedDateTime || local.DateTime > culture.Calendar.MaxSupportedDateTime
            ? Value.Error($"The calendar of {culture.Name} does not reach {local.Year.ToString("0000", CultureInfo.InvariantCulture)}-{local.Month.ToString("00", CultureInfo.InvariantCulture)}-{local.Day.ToString("00", CultureInfo.InvariantCulture)}.")
            : Write(local, pattern, culture);
    }

    private static Value Write(DateTimeOffset local, string pattern, CultureInfo culture)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            var letter = pattern[i];
            if (letter == '\'')
            {
                i = Quoted(pattern, i, text);
                continue;
            }

            var length = 1;
            while (i + length < pattern.Length && pattern[i + length] == letter) length++;
            if (!char.IsAsciiLetter(letter))
            {
                text.Append(letter, length);
            }
            else if (Field(local, letter, length, culture) is { } field)
            {
                text.Append(field);
            }
            else
            {
                return Value.Error($"The pattern has {new string(letter, length)}, which is not known. Known letters are y M L d E a H h m s S; text goes in single quotes.");
            }

            i += length;
        }

        return Value.String(text.ToString());
    }

    private static int Quoted(string pattern, int start, StringBuilder text)
    {
        if (start + 1 < pattern.Length && pattern[start + 1] == '\'')
        {
            text.Append('\'');
            return start + 2;
        }

        var i = start + 1;
        for (; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'') text.Append(pattern[i]);
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'') text.Append(pattern[i++]);
            else return i + 1;
        }

        return i;
    }

    private static string? Field(DateTimeOffset local, char letter, int length, CultureInfo culture) => (letter, length) switch
    {
        ('y', 1 or 4) => Number(culture.Calendar.GetYear(local.DateTime), length == 4 ? 4 : 1),
        ('y', 2) => Number(culture.Calendar.GetYear(local.DateTime) % 100, 2),
        ('M' or 'L', 1 or 2) => Number(culture.Calendar.GetMonth(local.DateTime), length),
        // Within a date some languages bend the month's name; a day beside it asks for that form.
        ('M', 3) => Plain(local.ToString("d MMM", culture)),
        ('M', 4) => Plain(local.ToString("d MMMM", culture)),
        ('L', 3) => culture.DateTimeFormat.GetAbbreviatedMonthName(culture.Calendar.GetMonth(local.DateTime)),
        ('L', 4) => culture.DateTimeFormat.GetMonthName(culture.Calendar.GetMonth(local.DateTime)),
        ('d', 1 or 2) => Number(culture.Calendar.GetDayOfMonth(local.DateTime), length),
        ('E', <= 3) => culture.DateTimeFormat.GetAbbreviatedDayName(local.DayOfWeek),
        ('E', 4) => culture.DateTimeFormat.GetDayName(local.DayOfWeek),
        ('a', 1) => local.Hour < 12 ? culture.DateTimeFormat.AMDesignator : culture.DateTimeFormat.PMDesignator,
        ('H', 1 or 2) => Number(local.Hour, length),
        ('h', 1 or 2) => Number(local.Hour % 12 is 0 ? 12 : local.Hour % 12, length),
        ('m', 1 or 2) => Number(local.Minute, length),
        ('s', 1 or 2) => Number(local.Second, length),
        ('S', <= 3) => Number(local.Millisecond, 3)[..length],
        _ => null,
    };

    private static string Plain(string dayAndMonth) => dayAndMonth[(dayAndMonth.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static string Number(int value, int digits) => value.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
