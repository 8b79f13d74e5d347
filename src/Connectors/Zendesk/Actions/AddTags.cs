using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zendesk;

/// <summary>What <c>zendesk.add_tags</c> needs.</summary>
internal sealed record AddTagsInput
{
    [Description("The ticket's id")]
    public required string Ticket { get; init; }

    [Description("The tags to add; those that are there stay")]
    public required IReadOnlyList<string> Tags { get; init; }
}

/// <summary>Adds tags to a ticket.</summary>
internal sealed class AddTags : IAction<AddTagsInput>
{
    public string Name => "zendesk.add_tags";

    public string Description => "Adds tags to a ticket and keeps those that are there.";

    public JsonTypeInfo Input => ZendeskJson.Default.AddTagsInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => ZendeskConnector.Ticket;

    public IReadOnlyList<RateLimit> Limits => ZendeskTickets.Limits;

    public string? TargetOf(AddTagsInput input) => input.Ticket;

    public async Task<ActionOutcome> PerformAsync(AddTagsInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if ((ZendeskTickets.Malformed(input.Ticket) ?? ZendeskTags.Malformed(input.Tags)) is { } malformed) return new ActionOutcome.Failed(malformed);
        var api = ZendeskApi.Of(context.Connection);
        var written = await api.AddTagsAsync(input.Ticket, new(input.Tags), cancel).Answered(context.Connection);
        return written.Failure is { } failure
            ? await ZendeskTickets.FailedAsync(api, input.Ticket, failure, context.Connection, cancel)
            : new ActionOutcome.Done(VendorId: input.Ticket);
    }
}

/// <summary>Zendesk's tags.</summary>
internal static class ZendeskTags
{
    /// <summary>The failure of tags that Zendesk would cut into several; null where there are none such.</summary>
    public static VendorFailure? Malformed(IReadOnlyList<string>? tags) =>
        tags?.Any(tag => tag.Length == 0 || tag.Any(char.IsWhiteSpace)) == true ? new(FailureKind.Rejected, "invalid_tag", "A Zendesk tag is not empty and holds no blanks.") : null;
}
