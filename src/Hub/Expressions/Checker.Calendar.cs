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

    private void OutOfRange(Syntax at, TokenKind operation, Bound left, Bound right)
    {
        var isTurned = left is Bound.Constant;
        var (call, other) = isTurned ? (right, left) : (left, right);
        if (other is not Bound.Constant { Value.Kind: ValueKind.Int } constant || PartOf(call) is not { } part || RangeOf(part) is not var (first, last, meaning)) return;
        var number = constant.Value.AsInt;
        if (number >= first && number <= last) return;
        var isSmaller = operation is TokenKind.Less or TokenKind.LessOrEqual != isTurned;
        var isAlways = operation == TokenKind.Unequal || (operation != TokenKind.Equal && isSmaller == number > last);
        warnings.Add(new(at.Position, at.Length, string.Create(CultureInfo.InvariantCulture, $"{part} gives {first} to {last}{meaning}, so that this is {(isAlways ? "always" : "never")} true.")));
    }

    // A day and its hours are another in each zone; the minutes of nearly all are the same.
    private void WithoutZone(Syntax.Call call, Function function)
    {
        if (function is not { IsReceiver: true, Parameters: [{ Type.Kind: ValueKind.Timestamp }] } || function.Name is not ("getHours" or "getDayOfWeek" or "getDate" or "getDayOfMonth" or "getDayOfYear" or "getMonth" or "getFullYear")) return;
        warnings.Add(new(call.NamePosition, call.Function.Length, $"{function.Name}() counts in UTC. Write {Quote(call.Target!)}.{function.Name}(\"Europe/Berlin\"), with the zone that is meant, or \"UTC\"."));
    }

    private static string? PartOf(Bound bound) => bound is Bound.Call { Candidates: [{ Name: var name }, ..], Arguments: [{ Type.Kind: ValueKind.Timestamp }, ..] } ? name : null;

    private static (long First, long Last, string Meaning)? RangeOf(string part) => part switch
    {
        "getDayOfWeek" => (0, 6, ", Sunday to Saturday"),
        "getMonth" => (0, 11, ", January to December"),
        "getDate" => (1, 31, ""),
        "getDayOfMonth" => (0, 30, ""),
        "getHours" => (0, 23, ""),
        "getMinutes" or "getSeconds" => (0, 59, ""),
        _ => null,
    };
}
