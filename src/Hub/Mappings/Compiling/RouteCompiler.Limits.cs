using System.Globalization;
using Hub.Expressions;

namespace Hub.Mappings.Compiling;

/// <summary>The keys that hold a delivery back: <c>hours</c> and <c>limit</c>.</summary>
internal sealed partial class RouteCompiler
{
    private const int MostCounted = 1_000;

    private string? Hours()
    {
        if (source.Hours is not { } hours || !types.AreCalendarsKnown || types.Calendars.ContainsKey(hours.Text)) return source.Hours?.Text;
        problems.Add(hours, Functions.CalendarFunctions.Undeclared(hours.Text, types.Calendars));
        return null;
    }

    private LimitPart? Limit()
    {
        if (source.Limit is not { } limit) return null;
        if (!int.TryParse(limit.Count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostCounted)
        {
            problems.Add(limit.Count, $"count takes a whole number from 1 to {MostCounted}, not {limit.Count.Text}. Write for example count: 1.");
        }

        var span = Duration("in", limit.In);
        if (span == TimeSpan.Zero) problems.Add(limit.In, "in takes a duration above zero, for example 1d.");
        var over = LimitOver.Drop;
        if (limit.Over is { } given && !TryLiteral(given.Text, out over)) problems.Add(given, $"over takes {Literals<LimitOver>()}, not {given.Text}.{Suggestion.For(given.Text, Enum.GetNames<LimitOver>().Select(RecordTypes.LiteralOf))} Without it over is drop.");
        Formula? key = null;
        if (!TryLiteral(limit.Per.Text, out LimitPer per) || per == LimitPer.Key)
        {
            per = LimitPer.Key;
            key = limit.Per.Text.Contains("${", StringComparison.Ordinal) ? Formula.TextOf("per", limit.Per, Context) : null;
            if (key is null) CheckPer(limit);
        }

        return span is { } time ? new(count, per, key, time, over) : null;
    }

    private void CheckPer(LimitSource limit)
    {
        if (limit.Per.Text.Contains("${", StringComparison.Ordinal)) return;
        string[] known = ["customer", "thread", "route"];
        problems.Add(limit.Per, $"per takes customer, thread, route, or a text with ${{…}}, not {limit.Per.Text}.{Suggestion.For(limit.Per.Text, known)}");
    }

    private static string Literals<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(RecordTypes.LiteralOf));

    private static bool TryLiteral<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            value = known;
            if (RecordTypes.LiteralOf(known.ToString()) == text) return true;
        }

        value = default;
        return false;
    }
}
