using System.Globalization;

namespace Hub.Connectors.Shopify;

/// <summary>The keys by which a webhook and a comparison know one fact.</summary>
internal static class ShopifyFact
{
    /// <summary>A record's change at a time. Shopify's times have whole seconds in both.</summary>
    public static string At(string type, string record, DateTimeOffset time) => Of(type, record, time.ToUnixTimeMilliseconds());

    /// <summary>An order was paid in full. Its time of change may have gone on since, and tells nothing: it is paid once at each price, which only an edit alters.</summary>
    public static string? Paid(string type, string order, Money? total) => total is null ? null : Of(type, order, total.Minor);

    /// <summary>An order was fulfilled, by its newest fulfillment, whose number is the largest.</summary>
    public static string? Fulfilled(string type, string order, IEnumerable<string?> fulfillments) =>
        fulfillments.Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty().Max() is > 0 and var newest ? Of(type, order, newest) : null;

    private static string Of(string type, string record, long mark) => string.Create(CultureInfo.InvariantCulture, $"{type}:{record}:{mark}");
}
