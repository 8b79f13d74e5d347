using System.Buffers;
using System.Globalization;

namespace Hub.Expressions;

/// <summary>Timestamps and durations: seconds and nanoseconds; of a timestamp the nanoseconds count forwards, of a duration they have the sign of the seconds.</summary>
internal static class Moments
{
    private const int Billion = 1_000_000_000;
    private const int LongestZone = 64;

    // A name that the system does not know is looked for anew each time.
    private const int MissedZoneSteps = 500;
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    private static readonly SearchValues<char> ZoneCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    // Durations are as long as 64 bits of nanoseconds, some 292 years either way.
    private static readonly Int128 LongestDuration = long.MaxValue;

    public static Value Timestamp(Int128 nanoseconds)
    {
        var seconds = Floor(nanoseconds, out var rest);
        return seconds < FirstSecond || seconds > LastSecond
            ? Value.Error("The timestamp is out of range: the years 1 to 9999.")
            : new(ValueKind.Timestamp, null, (long)seconds, rest);
    }

    public static Value Duration(Int128 nanoseconds) => Int128.Abs(nanoseconds) > LongestDuration
        ? Value.Error("The duration is out of range: 292 years either way.")
        : new(ValueKind.Duration, null, (long)(nanoseconds / Billion), (int)(nanoseconds % Billion));

    public static Int128 Nanoseconds(in Value value) => ((Int128)value.Bits * Billion) + value.Nanos;

    public static Value Add(in Value moment, in Value duration, int sign)
    {
        var sum = Nanoseconds(moment) + (sign * Nanoseconds(duration));
        return moment.Kind == ValueKind.Timestamp ? Timestamp(sum) : Duration(sum);
    }

    public static Value Between(in Value later, in Value earlier) => Duration(Nanoseconds(later) - Nanoseconds(earlier));

    /// <summary>RFC 3339 in UTC, with as many digits of the second as are not zero.</summary>
    public static string TimestampText(in Value value)
    {
        var moment = DateTime.UnixEpoch.AddSeconds(value.Bits);
        return $"{moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}{Fraction(value.Nanos)}Z";
    }

    /// <summary>Seconds with as many digits as are not zero, and an s: <c>90s</c>, <c>-0.5s</c>.</summary>
    public static string DurationText(in Value value)
    {
        var sign = value.Bits < 0 || value.Nanos < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(value.Bits)}{Fraction(Math.Abs(value.Nanos))}s");
    }

    /// <summary>Reads RFC 3339.</summary>
    public static Value ParseTimestamp(string text)
    {
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':')
        {
            return NoTimestamp(text);
        }

        var span = text.AsSpan();
        if (!Digits(span[..4], out var year) || !Digits(span.Slice(5, 2), out var month) || !Digits(span.Slice(8, 2), out var day)
            || !Digits(span.Slice(11, 2), out var hour) || !Digits(span.Slice(14, 2), out var minute) || !Digits(span.Slice(17, 2), out var second))
        {
            return NoTimestamp(text);
        }

        var nanoseconds = 0;
        var rest = span[19..];
        if (rest[0] == '.')
        {
            var length = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (length is < 1 or > 9 || !Digits(rest.Slice(1, length), out var fraction)) return NoTimestamp(text);
            nanoseconds = fraction * (int)Math.Pow(10, 9 - length);
            rest = rest[(1 + length)..];
        }

        var offset = 0;
        if (rest is not (['Z'] or ['z']) && !(rest.Length == 6 && rest[0] is '+' or '-' && TryOffset(rest, out offset))) return NoTimestamp(text);
        if (year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return NoTimestamp(text);
        }

        var moment = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return Timestamp(((Int128)((moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - offset) * Billion + nanoseconds);
    }

    /// <summary>Reads a sum of numbers with units: <c>1h30m</c>, <c>-1.5s</c>; units h m s ms us ns.</summary>
    public static Value ParseDuration(string text)
    {
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..]) rest = rest[1..];
        if (rest is "0") return Duration(0);
        if (rest.IsEmpty || rest.Length > 100) return NoDuration(text);
        Int128 total = 0;
        while (!rest.IsEmpty)
        {
            var number = rest.IndexOfAnyExcept("0123456789.");
            if (number < 1 || number > 25) return NoDuration(text);
            var unit = rest[number..].IndexOfAny("0123456789.") is >= 0 and var end ? rest.Slice(number, end) : rest[number..];
            Int128 scale = unit switch { "h" => 3600L * Billion, "m" => 60L * Billion, "s" => Billion, "ms" => 1_000_000, "us" or "µs" or "μs" => 1000, "ns" => 1, _ => 0 };
            if (scale == 0 || !decimal.TryParse(rest[..number], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > 1e19m)
            {
                return NoDuration(text);
            }

            var whole = decimal.Truncate(amount);
            total += ((Int128)whole * scale) + (Int128)((amount - whole) * (decimal)scale);
            rest = rest[(number + unit.Length)..];
        }

        return Duration(negative ? -total : total);
    }

    /// <summary>The date and time of a timestamp in a zone: an IANA name, UTC, or an offset as +11:00.</summary>
    public static bool TryLocal(in Value timestamp, string zone, Frame frame, out DateTime local, out string fault)
    {
        fault = "";
        local = DateTime.UnixEpoch.AddSeconds(timestamp.Bits);
        var signed = zone is ['+' or '-', ..] ? zone : "+" + zone;
        TimeSpan offset;
        if (signed.Length == 6 && TryOffset(signed, out var seconds))
        {
            offset = TimeSpan.FromSeconds(seconds);
        }
        else if (IsZoneName(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            offset = found.GetUtcOffset(local);
        }
        else
        {
            frame.Spend(MissedZoneSteps);
            fault = $"There is no time zone \"{Short(zone)}\"; write a name as Europe/Athens, or an offset as +02:00.";
            return false;
        }

        var ticks = Math.Clamp(local.Ticks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        local = new(ticks, DateTimeKind.Unspecified);
        return true;
    }

    // What is not known is looked for in the system's files: no other file may be meant.
    private static bool IsZoneName(string zone) =>
        zone.Length <= LongestZone && char.IsAsciiLetter(zone.Length > 0 ? zone[0] : ' ') && !zone.AsSpan().ContainsAnyExcept(ZoneCharacters);

    /// <summary>Whether <see cref="TryLocal"/> knows the zone.</summary>
    public static bool IsZone(string zone)
    {
        var signed = zone is ['+' or '-', ..] ? zone : "+" + zone;
        return (signed.Length == 6 && TryOffset(signed, out _)) || (IsZoneName(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));
    }

    private static readonly string[] OtherForms = ["yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy", "yyyy/MM/dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "dd.MM.yyyy HH:mm", "d.M.yyyy H:mm"];

    /// <summary>A day or a moment without its zone, as a timestamp in UTC; null for another text.</summary>
    public static string? OfDay(string text) =>
        DateTime.TryParseExact(text.Trim(), OtherForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    private static Value NoTimestamp(string text) => Value.Error($"\"{Short(text)}\" is no timestamp; write {OfWords(text) ?? $"it as {(OfDay(text) is { } day ? $"\"{day}\"" : "2026-01-31T12:00:00Z")}"}.");

    // What is said where no moment stands in a text.
    private static string? OfWords(string text) => text.Trim().ToLowerInvariant() switch
    {
        "now" or "today" => "now",
        "tomorrow" => "now + duration(\"24h\")",
        "yesterday" => "now - duration(\"24h\")",
        var pattern when pattern.Length >= 4 && pattern.Contains('y', StringComparison.Ordinal) && pattern.All(c => c is 'd' or 'm' or 'y' or 'h' or 's' or '.' or '-' or '/' or ' ' or ':') => "the moment itself, as 2026-01-31T12:00:00Z; a pattern such as dd.MM.yyyy is for date(…), which makes a text",
        _ => null,
    };

    private static Value NoDuration(string text) => Value.Error($"\"{Short(text)}\" is no duration; write it as {(DurationWords.Meant(text) is { } meant ? $"\"{meant}\"" : "90s, 15m or 1h30m")}.");

    private static bool TryOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text[3] != ':' || !Digits(text.Slice(1, 2), out var hours) || !Digits(text.Slice(4, 2), out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 60) + minutes) * (text[0] == '-' ? -60 : 60);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Short(string text) => text.Length <= 40 ? text : $"{text.AsSpan(0, 40)}…";

    private static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');

    private static Int128 Floor(Int128 nanoseconds, out int rest)
    {
        var (seconds, remainder) = Int128.DivRem(nanoseconds, Billion);
        rest = (int)(remainder < 0 ? remainder + Billion : remainder);
        return remainder < 0 ? seconds - 1 : seconds;
    }
}
