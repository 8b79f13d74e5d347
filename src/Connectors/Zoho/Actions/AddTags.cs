using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.add_…_tags</c> and <c>zoho.remove_…_tags</c> need.</summary>
internal sealed record TagsInput
{
    [Description("The record's id")]
    public required string Record { get; init; }

    [Description("The tags; the others stay")]
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The failure of an input that cannot be right; null where it can.</summary>
    public VendorFailure? Malformed() =>
        ZohoWrites.Malformed(Record)
        ?? (Tags.Count == 0 || Tags.Any(tag => string.IsNullOrWhiteSpace(tag) || tag.Contains(',', StringComparison.Ordinal)) ? new(FailureKind.Rejected, "invalid_tag", "A tag of Zoho is not empty and holds no comma.") : null);

    /// <summary>The tags as Zoho takes them.</summary>
    public IReadOnlyList<TagName> Names() => [.. Tags.Distinct(StringComparer.Ordinal).Select(tag => new TagName(tag))];
}

/// <summary>Adds tags to a record.</summary>
/// <param name="module">The record's module.</param>
internal sealed class AddTags(ZohoModule module) : IAction<TagsInput>
{
    public string Name => $"zoho.add_{module.Name}_tags";

    public string Description => $"Adds tags to a {module.Name} and keeps those that are there.";

    public JsonTypeInfo Input => ZohoJson.Default.TagsInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => module.Object;

    public string? TargetOf(TagsInput input) => input.Record;

    public async Task<ActionOutcome> PerformAsync(TagsInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (input.Malformed() is { } malformed) return new ActionOutcome.Failed(malformed);
        var body = new TagsBody(input.Names()) { OverWrite = false };
        var written = ZohoErrors.OfRecord(await context.Connection.AskAsync(api => api.AddTagsAsync(module.ApiName, input.Record, body, cancel), cancel));
        return written.Failure is { } failure ? new ActionOutcome.Failed(failure) : new ActionOutcome.Done(VendorId: input.Record);
    }
}
