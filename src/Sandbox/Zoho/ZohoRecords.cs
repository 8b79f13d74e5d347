using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.Zoho;

/// <summary>A record of any module.</summary>
/// <param name="module">The vendor's name of its module.</param>
/// <param name="id">The vendor's id: unique across modules.</param>
internal sealed class CrmRecord(string module, string id)
{
    private readonly List<(DateTimeOffset At, JsonObject Fields)> versions = [];

    public string Module { get; } = module;

    public string Id { get; } = id;

    /// <summary>The fields by their API names.</summary>
    public JsonObject Fields { get; } = [];

    public SortedSet<string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>What was changed, by whom and when, oldest first.</summary>
    public List<HistoryEntry> History { get; } = [];

    public List<Note> Notes { get; } = [];

    public List<Attachment> Attachments { get; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required CrmUser CreatedBy { get; init; }

    public DateTimeOffset ModifiedAt { get; set; }

    public required CrmUser ModifiedBy { get; set; }

    /// <summary>When it was deleted; null while it is there.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>A field as text.</summary>
    public string? Text(string field) => TextOf(Fields, field);

    /// <summary>Notes for the search index how it stands now.</summary>
    public void Index(DateTimeOffset at) => versions.Add((at, (JsonObject)Fields.DeepClone()));

    /// <summary>The fields as the search index has them that knows what stood at a time; null where it knows nothing of it yet.</summary>
    public JsonObject? IndexedAt(DateTimeOffset at) => versions.LastOrDefault(version => version.At <= at).Fields;

    /// <summary>A field as text.</summary>
    public static string? TextOf(JsonObject fields, string field) => fields[field] switch
    {
        JsonValue value => value.ToString(),
        JsonObject lookup => (string?)lookup["id"],
        _ => null,
    };

    /// <summary>As the vendor shows it.</summary>
    /// <param name="only">The fields asked for; null for all.</param>
    public JsonObject Show(IReadOnlyList<string>? only = null)
    {
        var shown = (JsonObject)Fields.DeepClone();
        if (Module is "Leads" or "Contacts") shown["Full_Name"] = string.Join(' ', new[] { Text("First_Name"), Text("Last_Name") }.Where(part => part is not null));
        shown["Tag"] = new JsonArray([.. Tags.Select(tag => (JsonNode)new JsonObject { ["name"] = tag, ["id"] = "1", ["color_code"] = null })]);
        shown["Created_Time"] = Stamp.Of(CreatedAt);
        shown["Modified_Time"] = Stamp.Of(ModifiedAt);
        shown["Created_By"] = CreatedBy.Show();
        shown["Modified_By"] = ModifiedBy.Show();
        shown["Owner"] = CreatedBy.Show();
        foreach (var name in only is null ? [] : shown.Select(field => field.Key).Except(only).ToList()) shown.Remove(name);
        shown["id"] = Id;
        return shown;
    }
}

/// <summary>A user of the CRM.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">The e-mail address.</param>
internal sealed record CrmUser(string Id, string Name, string Email)
{
    public JsonObject Show() => new() { ["name"] = Name, ["id"] = Id, ["email"] = Email };
}

/// <summary>A change of a record, as its timeline shows it.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="At">When.</param>
/// <param name="By">Whose doing it was.</param>
/// <param name="Fields">The fields, with what stood there before and after.</param>
internal sealed record HistoryEntry(string Id, DateTimeOffset At, CrmUser By, IReadOnlyList<(string Field, string? Old, string? New)> Fields)
{
    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["audited_time"] = Stamp.Of(At),
        ["action"] = "updated",
        ["source"] = "crm_ui",
        ["done_by"] = By.Show(),
        ["field_history"] = new JsonArray([.. Fields.Select(field => (JsonNode)new JsonObject { ["api_name"] = field.Field, ["_value"] = new JsonObject { ["new"] = field.New, ["old"] = field.Old } })]),
    };
}

/// <summary>A note.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="Title">The title.</param>
/// <param name="Content">The words.</param>
/// <param name="At">When.</param>
internal sealed record Note(string Id, string Title, string Content, DateTimeOffset At)
{
    public JsonObject Show() => new() { ["id"] = Id, ["Note_Title"] = Title, ["Note_Content"] = Content, ["Created_Time"] = Stamp.Of(At), ["Modified_Time"] = Stamp.Of(At) };
}

/// <summary>An attachment.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="Name">The file's name, or the title of a link.</param>
/// <param name="Link">The address of a link; null for a file.</param>
/// <param name="Bytes">The size of a file.</param>
/// <param name="At">When.</param>
internal sealed record Attachment(string Id, string Name, string? Link, int Bytes, DateTimeOffset At)
{
    public JsonObject Show() => new() { ["id"] = Id, ["File_Name"] = Name, ["$link_url"] = Link, ["Size"] = Bytes, ["Created_Time"] = Stamp.Of(At), ["Modified_Time"] = Stamp.Of(At) };
}

/// <summary>The vendor's form of a time: whole seconds, in the organisation's own zone.</summary>
internal static class Stamp
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(3);

    public static string Of(DateTimeOffset time) => time.ToOffset(Zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
