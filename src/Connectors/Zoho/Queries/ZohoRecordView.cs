using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>A record as queries give it: what all modules have a word for, and all the rest under <c>raw</c>.</summary>
internal sealed record ZohoRecordView
{
    [Description("The record's id")]
    public required string Id { get; init; }

    [Description("What the record is called: a person's name, a deal's name, a case's subject, a note's title")]
    public required string Name { get; init; }

    [Description("How it stands, in the CRM's own words: a lead's or a case's status, a deal's stage")]
    public string? Status { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The phone number, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }

    [Description("The mobile phone number, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? Mobile { get; init; }

    [Description("The hub's id of the customer, where the hub has written the record")]
    public string? CustomerId { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? ModifiedAt { get; init; }

    [Description("Zoho's own JSON of the record, by API names")]
    public required JsonElement Raw { get; init; }

    /// <summary>The view of a record.</summary>
    public static ZohoRecordView Of(JsonElement raw, ZohoOptions options) => new()
    {
        Id = Text(raw, "id") ?? "",
        Name = NameOf(raw),
        Status = Text(raw, "Lead_Status") ?? Text(raw, "Stage") ?? Text(raw, "Status"),
        Email = Text(raw, "Email"),
        Phone = Text(raw, "Phone"),
        Mobile = Text(raw, "Mobile"),
        CustomerId = Text(raw, options.KeyField),
        CreatedAt = LooseTime.Of(Text(raw, "Created_Time")),
        ModifiedAt = LooseTime.Of(Text(raw, "Modified_Time")),
        Raw = raw.Clone(),
    };

    private static string NameOf(JsonElement raw)
    {
        foreach (var field in (string[])["Full_Name", "Deal_Name", "Subject", "Note_Title", "File_Name", "Name", "Last_Name"])
        {
            if (Text(raw, field) is { } name) return name;
        }

        return "";
    }

    private static string? Text(JsonElement raw, string name) => ErrorDetails.TextOf(raw, name) is { Length: > 0 } text ? text : null;
}
