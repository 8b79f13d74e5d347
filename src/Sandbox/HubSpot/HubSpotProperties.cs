using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>The properties that each kind of record has: HubSpot's own, and those that apps have made.</summary>
internal sealed class HubSpotProperties
{
    private static readonly string[] Everywhere =
        ["hs_object_id", "hs_object_source", "hs_object_source_id", "hs_object_source_label", "createdate", "hs_createdate", "hs_lastmodifieddate", "hubspot_owner_id", "hs_timestamp", "hs_attachment_ids"];

    private static readonly Dictionary<string, string[]> Own = new()
    {
        ["contacts"] =
        [
            "lastmodifieddate", "email", "phone", "mobilephone", "hs_whatsapp_phone_number", "firstname", "lastname", "company", "country", "hs_language", "lifecyclestage", "hs_lead_status", "hs_email_optout", "website", "message",
            "hs_calculated_phone_number", "hs_calculated_mobile_number", "hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number",
        ],
        ["deals"] = ["dealname", "pipeline", "dealstage", "amount", "deal_currency_code", "closedate", "hs_is_closed", "hs_is_closed_won"],
        ["tickets"] = ["subject", "content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority"],
        ["notes"] = ["hs_note_body"],
        ["communications"] = ["hs_communication_channel_type", "hs_communication_logged_from", "hs_communication_body"],
        ["companies"] = ["name"],
    };

    private readonly HashSet<(string Kind, string Group)> groups = [];
    private readonly Dictionary<(string Kind, string Name), bool> made = [];

    /// <summary>The kinds of records.</summary>
    public static IReadOnlyCollection<string> Kinds => Own.Keys;

    public bool Has(string kind, string name) => Everywhere.Contains(name, StringComparer.Ordinal) || Own[kind].Contains(name, StringComparer.Ordinal) || made.ContainsKey((kind, name));

    /// <summary>Whether no two records may have one value of it.</summary>
    public bool IsUnique(string kind, string name) => (kind, name) is ("contacts", "email") || made.GetValueOrDefault((kind, name));

    /// <summary>GET /crm/v3/properties/{kind}/{name}.</summary>
    public Answer Read(string kind, string name) => Has(kind, name) ? new(200, Show(name, IsUnique(kind, name))) : HubSpotErrors.NotFound();

    /// <summary>POST /crm/v3/properties/{kind}/groups.</summary>
    public Answer AddGroup(string kind, JsonNode? body)
    {
        if ((string?)body?["name"] is not { Length: > 0 } name || (string?)body["label"] is null) return HubSpotErrors.Invalid("name", "REQUIRED_FIELD", "name and label are required");
        return groups.Add((kind, name)) ? new(201, body.DeepClone(), Changed: true) : HubSpotErrors.PropertyExists(name);
    }

    /// <summary>POST /crm/v3/properties/{kind}.</summary>
    public Answer Add(string kind, JsonNode? body)
    {
        if ((string?)body?["name"] is not { Length: > 0 } name || (string?)body["label"] is null || (string?)body["type"] is null || (string?)body["fieldType"] is null) return HubSpotErrors.Invalid("name", "REQUIRED_FIELD", "name, label, type and fieldType are required");
        if (!groups.Contains((kind, (string?)body["groupName"] ?? ""))) return HubSpotErrors.Invalid("groupName", "INVALID", "the group does not exist");
        if (Has(kind, name)) return HubSpotErrors.PropertyExists(name);
        made[(kind, name)] = (bool?)body["hasUniqueValue"] ?? false;
        return new(201, Show(name, made[(kind, name)]), Changed: true);
    }

    private static JsonObject Show(string name, bool isUnique) => new() { ["name"] = name, ["label"] = name, ["type"] = "string", ["fieldType"] = "text", ["hasUniqueValue"] = isUnique };
}
