using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Shopify.Actions;

internal sealed record AddTagsInput(
    [property: Description("The order's id, numeric or global")] string Order,
    [property: Description("The tags to add; those that the order has stay as they are")] IReadOnlyList<string> Tags);

/// <summary>Adds tags to an order by <c>tagsAdd</c>, which leaves the others alone; <c>orderUpdate</c> would replace them all.</summary>
internal sealed class AddTags(AdminApi admin) : IAction<AddTagsInput>
{
    public string Name => "shopify.add_tags";

    public string Description => "Adds tags to an order.";

    public JsonTypeInfo Input => ShopifyJson.Default.AddTagsInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => "shopify.order";

    public string? TargetOf(AddTagsInput input) => ShopifyIds.OrderNumber(input.Order);

    public async Task<ActionOutcome> PerformAsync(AddTagsInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (ShopifyIds.OrderGid(input.Order) is not { } id) return new ActionOutcome.Failed(ShopifyIds.NoOrderId());
        var request = new GraphRequest<TagsVariables>(ShopifyGraph.TagsAdd, new(id, input.Tags));
        return await admin.AskAsync(context.Connection, api => api.TagsAddAsync(request, cancel)) switch
        {
            GraphReply<TagsAddData>.Given { Data.TagsAdd: { } payload } => TagChange.Outcome(payload),
            GraphReply<TagsAddData>.Failed failed => new ActionOutcome.Failed(failed.Failure),
            _ => new ActionOutcome.Failed(ShopifyErrors.Unreadable),
        };
    }
}
