using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.get_record</c> needs.</summary>
internal sealed record GetRecordInput
{
    [Description("The module")]
    [KnownValues("lead", "contact", "deal", "case")]
    public required string Module { get; init; }

    [Description("The record's id")]
    public required string Record { get; init; }
}

/// <summary>What <c>zoho.get_record</c> gives.</summary>
/// <param name="Record">The record; null where it is not in the CRM any more.</param>
internal sealed record GetRecordResult([property: Description("The record; null where it is not in the CRM any more")] ZohoRecordView? Record);

/// <summary>Fetches one record.</summary>
internal sealed class GetRecord : IQuery<GetRecordInput>
{
    public string Name => "zoho.get_record";

    public string Description => "Fetches one record with all its fields.";

    public JsonTypeInfo Input => ZohoJson.Default.GetRecordInput;

    public JsonTypeInfo Result => ZohoJson.Default.GetRecordResult;

    public async Task<QueryOutcome> RunAsync(GetRecordInput input, Connection connection, CancellationToken cancel)
    {
        if (Refused(input.Module, input.Record, out var module) is { } refused) return new QueryOutcome.Failed(refused);
        var found = await connection.AskAsync(api => api.RecordAsync(module.ApiName, input.Record, cancel), cancel);
        if (found.Failure is { Code: not ZohoErrors.Gone } failure) return new QueryOutcome.Failed(failure);
        return new QueryOutcome.Found(new GetRecordResult(found.Value?.Data is [{ ValueKind: JsonValueKind.Object } raw, ..] ? ZohoRecordView.Of(raw, connection.Options<ZohoOptions>()) : null));
    }

    /// <summary>The failure of a module or an id that cannot be one; null where both can.</summary>
    public static VendorFailure? Refused(string name, string record, out ZohoModule module)
    {
        var known = ZohoModule.OfName(name);
        module = known ?? ZohoModule.Lead;
        return known is null ? new(FailureKind.Rejected, "invalid_module", "The module is lead, contact, deal or case.") : ZohoWrites.Malformed(record);
    }
}
