using Hub.Calendars;
using Hub.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Calendars;

/// <summary>Calendars as a configuration writes them.</summary>
internal static class SomeCalendars
{
    /// <summary>Weekdays from nine to five, by UTC.</summary>
    public static IReadOnlyDictionary<string, Calendar> Office { get; } = Named("office", OfWeekdays("UTC", "09:00-17:00"));

    /// <summary>The same under the name that the reference's examples use.</summary>
    public static IReadOnlyDictionary<string, Calendar> Support { get; } = Named("support", OfWeekdays("UTC", "09:00-17:00"));

    /// <summary>One calendar from its keys.</summary>
    public static Calendar Of(params (string Key, string Value)[] settings) => Named("one", settings)["one"];

    /// <summary>The same hours from Monday to Friday.</summary>
    public static (string Key, string Value)[] OfWeekdays(string zone, string hours) =>
        [("Zone", zone), .. new[] { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday" }.Select(day => ($"Open:{day}", hours))];

    /// <summary>The same hours every day.</summary>
    public static (string Key, string Value)[] Daily(string zone, string hours) => [.. OfWeekdays(zone, hours), ("Open:Saturday", hours), ("Open:Sunday", hours)];

    private static Dictionary<string, Calendar> Named(string name, params (string Key, string Value)[] settings)
    {
        var errors = new List<string>();
        var calendars = new CalendarReader((_, sentence) => errors.Add(sentence)).Read(Section(settings.Select(setting => ($"{name}:{setting.Key}", (string?)setting.Value))));
        errors.ShouldBeEmpty();
        return calendars;
    }

    /// <summary>The section <c>Calendars</c>.</summary>
    public static IConfigurationSection Section(IEnumerable<(string Key, string? Value)> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Calendars:{setting.Key}", setting.Value)))
        .Build()
        .GetSection("Calendars");
}
