using Hub.Calendars;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Hub.Configuration;

/// <summary>
/// The calendars of a folder of mapping files: those of the settings, and those of the file <c>calendars.json</c> in the folder, of the same form. The hub,
/// <c>hub lint</c> and <c>hub test</c> read them alike, so that files can be checked on a machine that has nothing but the folder.
/// </summary>
internal static class CalendarFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "calendars.json";

    private const string Section = "Calendars";

    /// <summary>All calendars by name; a name that the settings have counts as they say.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folder">The folder of the mapping files.</param>
    /// <param name="errors">Gets a sentence for each mistake.</param>
    public static IReadOnlyDictionary<string, Calendar> Read(IConfiguration settings, string folder, List<string> errors)
    {
        var calendars = new CalendarReader(errors).Read(settings.GetSection(Section));
        var mistakes = new List<string>();
        foreach (var (name, calendar) in new CalendarReader(mistakes).Read(FileIn(folder, errors).GetSection(Section))) calendars.TryAdd(name, calendar);
        errors.AddRange(mistakes.Select(mistake => $"{Name}: {mistake}"));
        return calendars;
    }

    private static IConfiguration FileIn(string folder, List<string> errors)
    {
        var path = Path.GetFullPath(folder);
        if (!File.Exists(Path.Combine(path, Name))) return new ConfigurationBuilder().Build();
        try
        {
            return new ConfigurationBuilder().Add(new JsonConfigurationSource { FileProvider = new PhysicalFileProvider(path), Path = Name }).Build();
        }
        catch (InvalidDataException wrong)
        {
            errors.Add($"{Name}: {wrong.InnerException?.Message ?? wrong.Message}");
            return new ConfigurationBuilder().Build();
        }
    }
}
