using System.Globalization;

namespace Hub.Expressions;

/// <summary>Parts of moments beside constants that they never reach, and beside the names of days and months.</summary>
internal sealed partial class Checker
{
    // The number of a day or month whose name stands beside the function that counts it, as a sentence.
    private static string? NumberOfName(Bound one, Bound other)
    {
        if (one is not Bound.Constant { Value.Kind: ValueKind.String } constant || PartOf(other) is not { } part) return null;
        var calendar = part switch
        {
            "getDayOfWeek" => DateTimeFormatInfo.InvariantInfo.DayNames,
            "getMonth" => DateTimeFormatInfo.InvariantInfo.MonthNames,
            _ => [],
        };
        var number = Array.FindIndex(calendar, name => name.Length > 0 && constant.Value.AsString.Length >= 3 && name.StartsWith(constant.Value.AsString, StringComparison.OrdinalIgnoreCase));
        return number < 0 ? null : string.Create(CultureInfo.InvariantCulture, $" Write {number} for {calendar[number]}: {(part == "getMonth" ? "January" : "Sunday")} is 0.");
    }

    // The day that is named beside a word for the present one.
    private string OfToday()
    {
        var days = DateTimeFormatInfo.InvariantInfo.DayNames;
        var day = Array.FindIndex(days, name => source.Contains(name, StringComparison.OrdinalIgnoreCase));
        return day < 0
            ? "For the day as a text write date(now, \"yyyy-MM-dd\", \"Europe/Berlin\", \"en\"), with the zone that is meant."
            : string.Create(CultureInfo.InvariantCulture, $"Write now.getDayOfWeek(\"Europe/Berlin\") == {day} for {days[day]}, with the zone that is meant: Sunday is 0.");
    }

    // A time of day beside a moment, by its hour.
    private string? ByHour(Syntax.Binary binary, Bound moment, Bound time)
    {
        if (time is not Bound.Constant { Value.Kind: ValueKind.String } text || !TimeOnly.TryParseExact(text.Value.AsString, ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)) return null;
        var sign = moment.At == binary.Left ? binary.Operator : Turned(binary.Operator);
        return string.Create(CultureInfo.InvariantCulture, $" Write {Quote(moment.At)}.getHours(\"Europe/Berlin\") {Sign(sign)} {hour.Hour}, with the zone that is meant.");
    }

    private void OutOfRange(Syntax at, TokenKind operation, Bound left, Bound right)
    {
        var (call, other, sign) = left is Bound.Constant ? (right, left, Turned(operation)) : (left, right, operation);
        if (other is not Bound.Constant { Value.Kind: ValueKind.Int } constant || RangeOf(call) is not var (part, first, last, meaning) || Always(sign, first, last, constant.Value.AsInt) is not { } always) return;
        warnings.Add(new(at.Position, at.Length, string.Create(CultureInfo.InvariantCulture, $"{part} gives {(last == long.MaxValue ? "0 or more" : $"{first} to {last}")}{meaning}, so that this is {(always ? "always" : "never")} true. {InRange(call, part, first, last, sign, constant.Value.AsInt)}")));
    }

    // What was probably meant beside what counts otherwise than people do.
    private string InRange(Bound call, string part, long first, long last, TokenKind sign, long number)
    {
        var asked = Quote(call.At);
        return (part, number) switch
        {
            ("size", _) => $"Write {asked} > 0 for what is not empty, {asked} == 0 for what is.",
            ("getMonth", 12) when sign is TokenKind.Equal or TokenKind.Unequal => $"Write {asked} {Sign(sign)} 11 for December: January is 0.",
            ("getDayOfWeek", 7) when sign is TokenKind.Equal or TokenKind.Unequal => $"Write {asked} {Sign(sign)} 0 for Sunday.",
            ("getHours", 24) when sign is TokenKind.Equal or TokenKind.Unequal => $"Write {asked} {Sign(sign)} 0 for midnight.",
            _ => string.Create(CultureInfo.InvariantCulture, $"Write a number from {first} to {last}, such as {asked} >= {(part == "getHours" ? 18 : last)}, or leave it out."),
        };
    }

    private static TokenKind Turned(TokenKind operation) => operation switch
    {
        TokenKind.Less => TokenKind.Greater,
        TokenKind.LessOrEqual => TokenKind.GreaterOrEqual,
        TokenKind.Greater => TokenKind.Less,
        TokenKind.GreaterOrEqual => TokenKind.LessOrEqual,
        _ => operation,
    };

    // Whether all numbers from first to last stand so to the number, or none; null where some do.
    private static bool? Always(TokenKind operation, long first, long last, long number)
    {
        var (all, none) = operation switch
        {
            TokenKind.Less => (last < number, first >= number),
            TokenKind.LessOrEqual => (last <= number, first > number),
            TokenKind.Greater => (first > number, last <= number),
            TokenKind.GreaterOrEqual => (first >= number, last < number),
            TokenKind.Unequal => (number < first || number > last, false),
            _ => (false, number < first || number > last),
        };
        return all ? true : none ? false : null;
    }

    // A day and its hours are another in each zone; the minutes of nearly all are the same.
    private void WithoutZone(Syntax.Call call, Function function)
    {
        if (function is not { IsReceiver: true, Parameters: [{ Type.Kind: ValueKind.Timestamp }] } || function.Name is not ("getHours" or "getDayOfWeek" or "getDate" or "getDayOfMonth" or "getDayOfYear" or "getMonth" or "getFullYear")) return;
        warnings.Add(new(call.NamePosition, call.Function.Length, $"{function.Name}() counts in UTC. Write {Quote(call.Target!)}.{function.Name}(\"Europe/Berlin\"), with the zone that is meant, or \"UTC\"."));
    }

    // Parts of a moment as a text, which are compared by the moment itself or by its number.
    private string? ByMoment(Syntax.Binary binary, Bound value, string text)
    {
        if (value is not Bound.Call { Candidates: [{ Name: "date" }, ..], Arguments: [var moment, Bound.Constant { Value.Kind: ValueKind.String } pattern, var zone, ..] }) return null;
        var (of, zoned, form) = (Quote(moment.At), Quote(zone.At), pattern.Value.AsString);
        var sign = value.At == binary.Left ? binary.Operator : Turned(binary.Operator);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        if (form.StartsWith("yyyy", StringComparison.Ordinal) && text.Length == 4 && number is > 0 and < 9999)
        {
            // A text that goes on behind the year is more than the year alone.
            var year = form == "yyyy" && sign is TokenKind.Greater or TokenKind.LessOrEqual ? number + 1 : number;
            var limit = sign is TokenKind.Greater or TokenKind.GreaterOrEqual ? ">=" : "<";
            return string.Create(CultureInfo.InvariantCulture, $"{of} {limit} timestamp(\"{year:0000}-01-01T00:00:00Z\"), with the moment and the zone that are meant");
        }

        var (function, offset) = form switch
        {
            "H" or "HH" => ("getHours", 0),
            "m" or "mm" => ("getMinutes", 0),
            "d" or "dd" => ("getDate", 0),
            "M" or "MM" => ("getMonth", -1),
            _ => ("", 0),
        };
        return function.Length == 0 ? $"{of} {Sign(sign)} timestamp(\"2026-01-31T09:00:00Z\"), with the moment that is meant"
            : string.Create(CultureInfo.InvariantCulture, $"{of}.{function}({zoned}) {Sign(sign)} {number + offset}{(offset == 0 ? "" : ": January is 0")}");
    }

    private static string? PartOf(Bound bound) => bound is Bound.Call { Candidates: [{ Name: var name }, ..], Arguments: [{ Type.Kind: ValueKind.Timestamp }, ..] } ? name : null;

    private static (string Part, long First, long Last, string Meaning)? RangeOf(Bound bound) => bound is Bound.Call { Candidates: [{ Name: "size" }, ..] } ? ("size", 0, long.MaxValue, "") : PartOf(bound) switch
    {
        "getDayOfWeek" => ("getDayOfWeek", 0, 6, ", Sunday to Saturday"),
        "getMonth" => ("getMonth", 0, 11, ", January to December"),
        "getDate" => ("getDate", 1, 31, ""),
        "getDayOfMonth" => ("getDayOfMonth", 0, 30, ""),
        "getDayOfYear" => ("getDayOfYear", 0, 365, ""),
        "getHours" => ("getHours", 0, 23, ""),
        { } part and ("getMinutes" or "getSeconds") => (part, 0, 59, ""),
        "getMilliseconds" => ("getMilliseconds", 0, 999, ""),
        _ => null,
    };
}
