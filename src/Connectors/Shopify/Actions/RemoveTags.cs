using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Shopify.Actions;

internal sealed record RemoveTagsInput(
    [property: Description("The order's id, numeric or global")] string Order,
    [property: Description("The tags to remove; those that the order lacks are no error")] IReadOnlyList<string> Tags);

/// <summary>Removes tags from an order by <c>tagsRemove</c>.</summary>
internal sealed class RemoveTags(AdminApi admin) : IAction<RemoveTagsInput>
{
    public string Name => "shopify.remove_tags";

    public string Description => "Removes tags from an order.";

    public JsonTypeInfo Input => ShopifyJson.Default.RemoveTagsInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => "shopify.order";

    public string? TargetOf(RemoveTagsInput input) => ShopifyIds.OrderNumber(input.Order);

    public async Task<ActionOutcome> PerformAsync(RemoveTagsInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (ShopifyIds.OrderGid(input.Order) is not { } id) return new ActionOutcome.Failed(ShopifyIds.NoOrderId());
        var request = new GraphRequest<TagsVariables>(ShopifyGraph.TagsRemove, new(id, input.Tags));
        return await admin.AskAsync(context.Connection, api => api.TagsRemoveAsync(request, cancel)) switch
        {
            GraphReply<TagsRemoveData>.Given { Data.TagsRemove: { } payload } => TagChange.Outcome(payload),
            GraphReply<TagsRemoveData>.Failed failed => new ActionOutcome.Failed(failed.Failure),
            _ => new ActionOutcome.Failed(ShopifyErrors.Unreadable),
        };
    }
}
