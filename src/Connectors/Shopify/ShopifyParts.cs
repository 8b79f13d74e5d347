using System.ComponentModel;

namespace Hub.Connectors.Shopify;

internal sealed record ShopifyPerson
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

    [Description("The customer's language, for example en; only a fetch gives it")]
    [TextForm(TextForm.Language)]
    public string? Locale { get; init; }
}

internal sealed record ShopifyOrderRef
{
    [Description("The order's id")]
    public required string Id { get; init; }

    [Description("The order's name as people know it, for example #1001")]
    public required string Name { get; init; }

    [Description("The buyer's language at checkout, for example en-CA")]
    [TextForm(TextForm.Language)]
    public string? Locale { get; init; }

    [Description("The country by shipping address, else billing address; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public string? Country { get; init; }

    [Description("The phone number given with the order, as the buyer typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }

    [Description("The e-mail address given with the order")]
    public string? Email { get; init; }

    [Description("The customer; absent for a guest")]
    public ShopifyPerson? Customer { get; init; }
}

internal sealed record ShopifyAddress
{
    [Description("The first name")]
    public string? FirstName { get; init; }

    [Description("The last name")]
    public string? LastName { get; init; }

    [Description("The whole name")]
    public string? Name { get; init; }

    [Description("The company")]
    public string? Company { get; init; }

    [Description("Street and number")]
    public string? Address1 { get; init; }

    [Description("The second line")]
    public string? Address2 { get; init; }

    [Description("The town")]
    public string? City { get; init; }

    [Description("The postal code")]
    public string? Zip { get; init; }

    [Description("The province or state")]
    public string? Province { get; init; }

    [Description("The code of the province or state")]
    public string? ProvinceCode { get; init; }

    [Description("The country's English name")]
    public string? Country { get; init; }

    [Description("The country; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public string? CountryCode { get; init; }

    [Description("The phone number, as the buyer typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }
}

internal sealed record ShopifyLineItem
{
    [Description("The line's id; lines of a checkout have none")]
    public string? Id { get; init; }

    [Description("The product's title")]
    public required string Title { get; init; }

    [Description("The variant's title, for example the size")]
    public string? VariantTitle { get; init; }

    [Description("The article number")]
    public string? Sku { get; init; }

    [Description("How many")]
    public required long Quantity { get; init; }

    [Description("The price of one")]
    public Money? Price { get; init; }

    [Description("The product's id; absent for a line without a product")]
    public string? ProductId { get; init; }

    [Description("The variant's id; absent for a line without a product")]
    public string? VariantId { get; init; }
}

internal sealed record ShopifyLineChange
{
    [Description("The line's id")]
    public required string Id { get; init; }

    [Description("How many pieces more or fewer")]
    public required long Quantity { get; init; }
}

internal sealed record ShopifyRefundItem
{
    [Description("The id of the order's line")]
    public string? LineItemId { get; init; }

    [Description("The product's title")]
    public string? Title { get; init; }

    [Description("How many")]
    public required long Quantity { get; init; }

    [Description("What they cost")]
    public Money? Subtotal { get; init; }
}

internal sealed record ShopifyParcel
{
    [Description("The tracking number")]
    public string? Number { get; init; }

    [Description("The link to the carrier's tracking page")]
    public string? TrackingUrl { get; init; }

    [Description("The carrier")]
    public string? Company { get; init; }
}
