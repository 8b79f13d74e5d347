namespace Hub.Expressions;

/// <summary>Parts of timestamps, in UTC or in a named zone, and of durations.</summary>
internal static class TimeFunctions
{
    public static IEnumerable<Function> All =>
    [
        .. Part("getFullYear", local => local.Year),
        .. Part("getMonth", local => local.Month - 1),
        .. Part("getDayOfYear", local => local.DayOfYear - 1),
        .. Part("getDayOfMonth", local => local.Day - 1),
        .. Part("getDate", local => local.Day),
        .. Part("getDayOfWeek", local => (int)local.DayOfWeek),
        .. Part("getHours", local => local.Hour),
        .. Part("getMinutes", local => local.Minute),
        .. Part("getSeconds", local => local.Second),
        Declare.Receiver("getMilliseconds", [CelType.Timestamp], CelType.Int, (values, _) => Value.Int(values[0].Nanos / 1_000_000)),
        Declare.Receiver("getMilliseconds", [CelType.Timestamp, CelType.String], CelType.Int, (values, frame) =>
            Moments.TryLocal(values[0], values[1].AsString, frame, out _, out var fault) ? Value.Int(values[0].Nanos / 1_000_000) : Value.Error(fault)) with { CheckConstants = CheckZone },
        Declare.Receiver("getHours", [CelType.Duration], CelType.Int, (values, _) => Value.Int(values[0].Bits / 3600)),
        Declare.Receiver("getMinutes", [CelType.Duration], CelType.Int, (values, _) => Value.Int(values[0].Bits / 60)),
        Declare.Receiver("getSeconds", [CelType.Duration], CelType.Int, (values, _) => Value.Int(values[0].Bits)),
        Declare.Receiver("getMilliseconds", [CelType.Duration], CelType.Int, (values, _) => Value.Int(values[0].Nanos / 1_000_000)),
    ];

    private static IEnumerable<Function> Part(string name, Func<DateTime, int> part) =>
    [
        Declare.Receiver(name, [CelType.Timestamp], CelType.Int, (values, _) => Value.Int(part(DateTime.UnixEpoch.AddSeconds(values[0].Bits)))),
        Declare.Receiver(name, [CelType.Timestamp, CelType.String], CelType.Int, (values, frame) =>
            Moments.TryLocal(values[0], values[1].AsString, frame, out var local, out var fault) ? Value.Int(part(local)) : Value.Error(fault)) with { CheckConstants = CheckZone },
    ];

    private static (int Argument, string Message)? CheckZone(IReadOnlyList<Value?> arguments) =>
        arguments[1] is { Kind: ValueKind.String } zone && !Moments.IsZone(zone.AsString) ? (1, $"There is no time zone \"{zone.AsString}\". {TimeZones.Advice(zone.AsString)}") : null;
}
