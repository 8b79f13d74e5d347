using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.update_…</c> needs.</summary>
internal sealed record UpdateRecordInput
{
    [Description("The record's id")]
    public required string Record { get; init; }

    [Description("The fields to set, by their API names; the others stay")]
    public required IReadOnlyDictionary<string, JsonElement> Fields { get; init; }
}

/// <summary>Sets fields of a record.</summary>
/// <param name="module">The record's module.</param>
internal sealed class UpdateRecord(ZohoModule module) : IAction<UpdateRecordInput>
{
    public string Name => $"zoho.update_{module.Name}";

    public string Description => $"Sets fields of a {module.Name}. What of the CRM's own rules that sets off is decided by the connection's Trigger.";

    public JsonTypeInfo Input => ZohoJson.Default.UpdateRecordInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => module.Object;

    public string? TargetOf(UpdateRecordInput input) => input.Record;

    public async Task<ActionOutcome> PerformAsync(UpdateRecordInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if ((ZohoWrites.Malformed(input.Record) ?? ZohoWrites.Malformed(input.Fields)) is { } malformed) return new ActionOutcome.Failed(malformed);
        if (input.Fields.Count == 0) return new ActionOutcome.Failed(new(FailureKind.Rejected, "no_fields", "There is no field to set."));
        var written = await ZohoWrites.UpdateAsync(module, input.Record, ZohoWrites.Marked(input.Fields, call, context.Connection), context.Connection, cancel);
        return written.Failure is { } failure ? new ActionOutcome.Failed(failure) : new ActionOutcome.Done(VendorId: input.Record);
    }
}
