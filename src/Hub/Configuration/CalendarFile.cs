using System.Text.Json;
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
        var nothing = new ConfigurationBuilder().Build();
        if (!File.Exists(Path.Combine(path, Name))) return nothing;
        try
        {
            if (Fault(Path.Combine(path, Name)) is not { } fault) return new ConfigurationBuilder().Add(new JsonConfigurationSource { FileProvider = new PhysicalFileProvider(path), Path = Name }).Build();
            errors.Add($"{Name}{fault}");
        }
        catch (InvalidDataException wrong)
        {
            errors.Add($"{Name}: {wrong.InnerException?.Message ?? wrong.Message}");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{Name}: The file cannot be read: {wrong.Message}");
        }

        return nothing;
    }

    // What is wrong with the form of the file, with its place in front; null where nothing is.
    private static string? Fault(string path)
    {
        if (new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).Length == 0) return $": The file is empty. Write {Form("support")}, or remove it.";
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return MissingSection(document.RootElement);
        }
        catch (JsonException wrong)
        {
            return $":{wrong.LineNumber + 1}:{wrong.BytePositionInLine + 1}: The file is not JSON from here on. Names and texts stand in straight double quotes, between two entries stands a comma, and each {{ and [ is closed: {Form("support")}.";
        }
    }

    private static string? MissingSection(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return $": The file holds no calendars by name. Write {Form("support")}.";
        var names = root.EnumerateObject().ToList();
        if (names.Count == 0 || names.Exists(member => member.NameEquals(Section) || member.Name.Equals(Section, StringComparison.OrdinalIgnoreCase))) return null;
        return names.Exists(member => member.Value.ValueKind == JsonValueKind.Object)
            ? $": The calendars stand under {Section}. Put all of it into {{\"{Section}\": …}}, so that it reads {Form(names[0].Name)}."
            : $": There is no {Section} in it. Write {Form("support")}.";
    }

    private static string Form(string name) => $"{{\"{Section}\": {{\"{name}\": {{\"Zone\": \"Europe/Berlin\", \"Open\": {{\"Monday\": \"09:00-17:00\"}}}}}}}}";
}
