using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>What the vendor makes of single values: of those that it is given, of filters, and of what it shows.</summary>
internal static class HubSpotRules
{
    public static JsonObject Show(StoredFile file) => new() { ["id"] = HubSpotErrors.Text(file.Id), ["path"] = $"/{file.Path}", ["access"] = "PRIVATE", ["size"] = file.Bytes.Length, ["url"] = $"https://62515.fs1.hubspotusercontent.example/{file.Path}" };

    public static JsonNode ToShow(CrmRecord other) =>
        new JsonObject { ["toObjectId"] = other.Id, ["associationTypes"] = new JsonArray(new JsonObject { ["category"] = "HUBSPOT_DEFINED", ["typeId"] = 3, ["label"] = null }) };

    public static bool Holds(IReadOnlyDictionary<string, string> known, (string Name, string Operator, string Value) filter)
    {
        var value = known.GetValueOrDefault(filter.Name) ?? "";
        return filter.Operator switch
        {
            "EQ" => string.Equals(value, filter.Value, StringComparison.OrdinalIgnoreCase) && value.Length > 0,
            "GTE" => Number(value) >= Number(filter.Value),
            "LTE" => Number(value) <= Number(filter.Value),
            _ => false,
        };

        static long Number(string text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() : long.MinValue;
    }

    public static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(text => (string)text!)];

    public static Dictionary<string, string> ValuesOf(JsonNode? body) => (body?["properties"]?.AsObject() ?? []).ToDictionary(value => value.Key, value => (string?)value.Value ?? "", StringComparer.Ordinal);

    public static Answer? Invalid(string kind, Dictionary<string, string> values) => kind switch
    {
        "communications" when values.GetValueOrDefault("hs_communication_logged_from") != "CRM" => HubSpotErrors.Invalid("hs_communication_logged_from", "INVALID_OPTION", "must be CRM"),
        "communications" or "notes" when !values.ContainsKey("hs_timestamp") => HubSpotErrors.Invalid("hs_timestamp", "REQUIRED_FIELD", "is required"),
        "deals" when !values.ContainsKey("dealstage") => HubSpotErrors.Invalid("dealstage", "REQUIRED_FIELD", "is required"),
        "tickets" when !values.ContainsKey("hs_pipeline_stage") || !values.ContainsKey("subject") => HubSpotErrors.Invalid("hs_pipeline_stage", "REQUIRED_FIELD", "is required"),
        _ => null,
    };

    // What HubSpot works out of a phone that is written with its country.
    public static void Reckon(CrmRecord record)
    {
        if (record.Kind != "contacts" || !record["phone"].StartsWith('+')) return;
        var digits = string.Concat(record["phone"].Where(char.IsAsciiDigit));
        record.Properties["hs_calculated_phone_number"] = $"+{digits}";
        record.Properties["hs_searchable_calculated_phone_number"] = digits[(digits[0] == '1' ? 1 : 2)..];
    }
}
