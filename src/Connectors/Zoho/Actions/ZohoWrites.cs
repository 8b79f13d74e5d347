using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>What is the same for all writes.</summary>
internal static class ZohoWrites
{
    /// <summary>The failure of a record's id that cannot be one; null where it can.</summary>
    public static VendorFailure? Malformed(string record) => ZohoId.IsValid(record) ? null : new(FailureKind.Rejected, "invalid_record", "What stands at record is no id of Zoho's: those are numbers.");

    /// <summary>The failure of fields that the CRM cannot have; null where there are none such.</summary>
    public static VendorFailure? Malformed(IReadOnlyDictionary<string, JsonElement>? fields) =>
        fields?.Keys.FirstOrDefault(name => !ZohoName.IsValid(name)) is not { } wrong ? null
        : new(FailureKind.Rejected, "invalid_field", $"{wrong} is no API name of a field: those are letters, digits and underscores.");

    /// <summary>The record to write, with the hub's mark.</summary>
    public static Dictionary<string, JsonElement> Marked(IReadOnlyDictionary<string, JsonElement>? fields, ActionCall call, Connection connection)
    {
        var mark = new ZohoMark(call.CommandId, connection.Time.GetUtcNow());
        return new(fields ?? new Dictionary<string, JsonElement>(), StringComparer.Ordinal) { [connection.Options<ZohoOptions>().MarkField] = ZohoJson.ValueOf(mark.ToString()) };
    }

    /// <summary>A write of one record, with what it is to set off.</summary>
    public static WriteBody BodyOf(IReadOnlyDictionary<string, JsonElement> record, Connection connection) =>
        new() { Data = [record], Trigger = ZohoTrigger.Of(connection.Options<ZohoOptions>().Trigger) };

    /// <summary>Changes a record.</summary>
    public static async Task<Answer<Written>> UpdateAsync(ZohoModule module, string id, IReadOnlyDictionary<string, JsonElement> record, Connection connection, CancellationToken cancel) =>
        ZohoErrors.OfRecord(await connection.AskAsync(api => api.UpdateAsync(module.ApiName, id, BodyOf(record, connection), cancel), cancel));
}
