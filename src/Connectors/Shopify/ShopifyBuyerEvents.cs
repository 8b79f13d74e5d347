using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.Shopify;

internal sealed record ShopifyCheckout
{
    [Description("The checkout's token; the order that it becomes carries it as checkout_token")]
    public required string Token { get; init; }

    [Description("The cart that it came from; the only name that a deleted checkout keeps")]
    public string? CartToken { get; init; }

    [Description("The e-mail address typed so far")]
    public string? Email { get; init; }

    [Description("The phone number typed so far, as the buyer typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }

    [Description("The shop's currency, ISO 4217")]
    [TextForm(TextForm.Currency)]
    public required string Currency { get; init; }

    [Description("The total price so far")]
    public Money? Total { get; init; }

    [Description("The buyer's language, for example en-CA")]
    [TextForm(TextForm.Language)]
    public string? Locale { get; init; }

    [Description("The country by shipping address, else billing address; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public string? Country { get; init; }

    [Description("The customer, where known")]
    public ShopifyPerson? Customer { get; init; }

    [Description("Where it would be sent")]
    public ShopifyAddress? ShippingAddress { get; init; }

    [Description("The address of the bill")]
    public ShopifyAddress? BillingAddress { get; init; }

    [Description("What is in the cart")]
    public required IReadOnlyList<ShopifyLineItem> LineItems { get; init; }

    [Description("The link that brings the buyer back to it; it carries a key, so send it to nobody else")]
    public string? RecoveryUrl { get; init; }

    [Description("When it became an order; absent while it has not")]
    public DateTimeOffset? CompletedAt { get; init; }

    [Description("When it was begun")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it last changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Description("Shopify's own JSON of the checkout")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyCheckoutDeleted
{
    [Description("The checkout's number; events of a living checkout do not carry it")]
    public string? Id { get; init; }

    [Description("The cart that it came from")]
    public string? CartToken { get; init; }

    [Description("Shopify's own JSON")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyCustomer
{
    [Description("The customer's id")]
    public required string Id { get; init; }

    [Description("The first name")]
    public string? FirstName { get; init; }

    [Description("The last name")]
    public string? LastName { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The phone number")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("The country of the default address; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public string? Country { get; init; }

    [Description("The state of the customer's account")]
    [KnownValues("disabled", "invited", "enabled", "declined")]
    public string? State { get; init; }

    [Description("The tags; API versions since 2025-01 leave them out of this event")]
    public required IReadOnlyList<string> Tags { get; init; }

    [Description("The merchant's note")]
    public string? Note { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? UpdatedAt { get; init; }

    [Description("Shopify's own JSON of the customer")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyCustomerDeleted
{
    [Description("The id that the customer had")]
    public required string Id { get; init; }

    [Description("Shopify's own JSON")]
    public required JsonElement Raw { get; init; }
}
