using Hub.Calendars;
using Hub.Expressions;

namespace Hub.Mappings.Functions;

/// <summary>The functions over the configured calendars.</summary>
internal static class CalendarFunctions
{
    // What one step from an opening to the next closing costs of an expression's budget.
    private const int StepCost = 20;

    private static readonly TypeUse Text = new(CelType.String, Nullable: false);
    private static readonly TypeUse Moment = new(CelType.Timestamp, Nullable: false);
    private static readonly TypeUse Span = new(CelType.Duration, Nullable: false);

    /// <summary><c>is_open</c> and <c>add_open</c>.</summary>
    /// <param name="calendars">The calendars by name.</param>
    /// <param name="areAll">Whether a name that is not among them is a mistake.</param>
    public static IEnumerable<Function> Of(IReadOnlyDictionary<string, Calendar> calendars, bool areAll = true) =>
    [
        new Function("is_open", [Text, Moment], new(CelType.Bool, Nullable: false), (arguments, _) => IsOpen(calendars, arguments))
        {
            Description = "Whether a calendar of the configuration is open at a moment.",
            CheckConstants = arguments => areAll ? Check(calendars, arguments[0]) : null,
        },
        new Function("add_open", [Text, Moment, Span], Moment, (arguments, frame) => AddOpen(calendars, arguments, frame))
        {
            Description = "The moment by which so much opening time of a calendar has passed. It is never a closed one: what ends as the doors close is due when they open again.",
            CheckConstants = arguments => areAll ? Check(calendars, arguments[0]) : null,
        },
    ];

    /// <summary>What is said of a name that no calendar has.</summary>
    public static string Undeclared(string name, IReadOnlyDictionary<string, Calendar> calendars)
    {
        var near = Suggestion.For(name, calendars.Keys);
        var isHours = near.Length == 0 && name.Any(char.IsAsciiDigit) && name.AsSpan().ContainsAny("-:– ");
        return $"There is no calendar {name}.{near} {(isHours ? Named(name) : "Declare it under Calendars in the settings, or in calendars.json beside the mapping files.")}";
    }

    // Hours that are written where a calendar is named.
    private static string Named(string hours) =>
        $"Hours stand in a calendar, and a calendar is named: write support, and in calendars.json beside the mapping files {{\"Calendars\": {{\"support\": {{\"Zone\": \"Europe/Berlin\", \"Open\": {{\"Monday\": \"{OpenFrom(hours)}\"}}}}}}}}.";

    private static string OpenFrom(string hours)
    {
        var ends = hours.Replace('–', '-').Split('-', StringSplitOptions.TrimEntries);
        return ends.Length == 2 && Array.TrueForAll(ends, end => end.Length is 1 or 2 && end.All(char.IsAsciiDigit)) ? $"{ends[0].PadLeft(2, '0')}:00-{ends[1].PadLeft(2, '0')}:00" : "09:00-17:00";
    }

    private static (int Argument, string Message)? Check(IReadOnlyDictionary<string, Calendar> calendars, Value? name) =>
        name is { Kind: ValueKind.String } known && !calendars.ContainsKey(known.AsString) ? (0, Undeclared(known.AsString, calendars)) : null;

    private static Value IsOpen(IReadOnlyDictionary<string, Calendar> calendars, ReadOnlySpan<Value> arguments) =>
        Fault(calendars, arguments) ?? (calendars[arguments[0].AsString].IsOpen(arguments[1].AsTimestamp) ? Value.True : Value.False);

    private static Value AddOpen(IReadOnlyDictionary<string, Calendar> calendars, ReadOnlySpan<Value> arguments, Frame frame)
    {
        if (Fault(calendars, arguments) is { } fault) return fault;
        var span = arguments[2].AsDuration;
        if (span < TimeSpan.Zero) return Value.Error("add_open takes a duration not below zero.");
        return calendars[arguments[0].AsString].AddOpen(arguments[1].AsTimestamp, span, () => frame.Spend(StepCost)) is { } moment
            ? Value.Timestamp(moment)
            : Value.Error($"The calendar {arguments[0].AsString} does not open so long within the years that are looked at.");
    }

    private static Value? Fault(IReadOnlyDictionary<string, Calendar> calendars, ReadOnlySpan<Value> arguments)
    {
        if (!calendars.ContainsKey(arguments[0].AsString)) return Value.Error(Undeclared(arguments[0].AsString, calendars));
        var moment = arguments[1].AsTimestamp;
        return moment < Calendar.Range.First || moment >= Calendar.Range.Last ? Value.Error("Calendars know the years 1900 to 8999.") : null;
    }
}
