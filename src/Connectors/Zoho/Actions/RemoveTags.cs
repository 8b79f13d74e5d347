using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>Takes tags off a record.</summary>
/// <param name="module">The record's module.</param>
internal sealed class RemoveTags(ZohoModule module) : IAction<TagsInput>
{
    public string Name => $"zoho.remove_{module.Name}_tags";

    public string Description => $"Takes tags off a {module.Name}.";

    public JsonTypeInfo Input => ZohoJson.Default.TagsInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => module.Object;

    public string? TargetOf(TagsInput input) => input.Record;

    public async Task<ActionOutcome> PerformAsync(TagsInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (input.Malformed() is { } malformed) return new ActionOutcome.Failed(malformed);
        var body = new TagsBody(input.Names());
        var written = ZohoErrors.OfRecord(await context.Connection.AskAsync(api => api.RemoveTagsAsync(module.ApiName, input.Record, body, cancel), cancel));
        return written.Failure is { } failure ? new ActionOutcome.Failed(failure) : new ActionOutcome.Done(VendorId: input.Record);
    }
}
