namespace Hub.Connectors.Shopify;

/// <summary>The two forms of Shopify's ids: digits (webhooks) and <c>gid://shopify/Order/…</c> (GraphQL).</summary>
internal static class ShopifyIds
{
    private const string OrderPrefix = "gid://shopify/Order/";

    /// <summary>The digits of an order's id in either form; null where it is neither.</summary>
    public static string? OrderNumber(string id)
    {
        var digits = id.StartsWith(OrderPrefix, StringComparison.Ordinal) ? id[OrderPrefix.Length..] : id;
        return digits.Length > 0 && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    /// <summary>The global id of an order; null where the id is of neither form.</summary>
    public static string? OrderGid(string id) => OrderNumber(id) is { } digits ? OrderPrefix + digits : null;

    /// <summary>The digits at the end of any global id; null where it has none.</summary>
    public static string? Number(string? gid) => gid?[(gid.LastIndexOf('/') + 1)..] is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? digits : null;

    /// <summary>The failure of an id that cannot be an order's, for example its name.</summary>
    public static VendorFailure NoOrderId() => new(FailureKind.Rejected, "order_id", "The order is given neither by its numeric id nor by its global id (an order's name such as #1001 is no id).");
}
