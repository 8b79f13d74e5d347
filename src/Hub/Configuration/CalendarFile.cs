using System.Text;
using System.Text.Json;
using Hub.Calendars;

namespace Hub.Configuration;

/// <summary>
/// Where calendars stand: in the settings, and in the file <c>calendars.json</c> beside the mapping files, in the same form. The file is one of the mapping
/// files: it comes into force, is published and is compared with them, so that files can be checked on a machine that has nothing but the folder.
/// </summary>
internal static class CalendarFile
{
    private const string Section = "Calendars";
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The calendars of the settings, by name.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="errors">Gets a sentence for each mistake.</param>
    public static IReadOnlyDictionary<string, Calendar> OfSettings(IConfiguration settings, List<string> errors) =>
        new CalendarReader((_, sentence) => errors.Add(sentence)).Read(settings.GetSection(Section));

    /// <summary>The calendars of the file, by name.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="tell">Gets each mistake with line and column, both counted from 1.</param>
    public static IReadOnlyDictionary<string, Calendar> Read(string text, Action<int, int, string> tell)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            using var document = JsonDocument.Parse(bytes, Lenient);
            var places = JsonPlaces.Of(bytes);
            if (MistakeOf(document.RootElement, places) is not { } mistake)
            {
                return new CalendarReader(Tell).Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(bytes)).Build().GetSection(Section));
            }

            Tell(mistake.Path, mistake.Sentence);

            void Tell(string path, string sentence)
            {
                var (line, column) = places.Find(path);
                tell(line, column, sentence);
            }
        }
        catch (JsonException wrong)
        {
            tell(
                (int)(wrong.LineNumber ?? 0) + 1, (int)(wrong.BytePositionInLine ?? 0) + 1,
                $"The file is not JSON from here on. Names and texts stand in straight double quotes, between two entries stands a comma, and each {{ and [ is closed: {Form("support")}.");
        }

        return new Dictionary<string, Calendar>(StringComparer.Ordinal);
    }

    // What the settings' reader would leave out in silence, or give up at.
    private static (string Path, string Sentence)? MistakeOf(JsonElement root, JsonPlaces places)
    {
        if (root.ValueKind != JsonValueKind.Object) return ("", $"The file holds no calendars by name. Write {Form("support")}.");
        if (places.Repeated is { } repeated) return (repeated, $"{repeated} stands here a second time. Keep one.");
        var names = root.EnumerateObject().ToList();
        var section = names.FindIndex(member => member.Name.Equals(Section, StringComparison.OrdinalIgnoreCase));
        if (section < 0)
        {
            if (names.Count == 0) return null;
            return (names[0].Name, names.Exists(member => member.Value.ValueKind == JsonValueKind.Object && IsNearly(member.Name)) ? $"There is no {names[0].Name} here, but {Section}. Write {Form("support")}."
                : names.Exists(member => member.Value.ValueKind == JsonValueKind.Object) ? $"The calendars stand under {Section}. Put all of it into {{\"{Section}\": …}}, so that it reads {Form(names[0].Name)}."
                : $"There is no {Section} in it. Write {Form("support")}.");
        }

        if (names[section].Value.ValueKind != JsonValueKind.Object) return (names[section].Name, $"{Section} holds calendars by name. Write {Form("support")}.");
        return names.Count == 1 ? null : (names[section == 0 ? 1 : 0].Name, $"{names[section == 0 ? 1 : 0].Name} is not read: the file holds {Section} alone.");
    }

    private static bool IsNearly(string name) => Section.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(Section, StringComparison.OrdinalIgnoreCase);

    private static string Form(string name) => $"{{\"{Section}\": {{\"{name}\": {{\"Zone\": \"Europe/Berlin\", \"Open\": {{\"Monday\": \"09:00-17:00\"}}}}}}}}";
}
