namespace Hub.Connectors.Shopify.Actions;

/// <summary>What the two tag mutations have in common.</summary>
internal static class TagChange
{
    public static ActionOutcome Outcome(TagsPayload payload) =>
        ShopifyErrors.OfUserErrors(payload.UserErrors) is { } failure ? new ActionOutcome.Failed(failure) : new ActionOutcome.Done();
}
