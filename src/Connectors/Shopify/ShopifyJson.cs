using System.Text.Json.Serialization;
using Hub.Connectors.Shopify.Actions;
using Hub.Connectors.Shopify.Queries;

namespace Hub.Connectors.Shopify;

/// <summary>The records that mappings see: events, inputs and results, with the names that mappings use.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShopifyOrder))]
[JsonSerializable(typeof(ShopifyOrderDeleted))]
[JsonSerializable(typeof(ShopifyOrderEdited))]
[JsonSerializable(typeof(ShopifyFulfillment))]
[JsonSerializable(typeof(ShopifyCheckout))]
[JsonSerializable(typeof(ShopifyCheckoutDeleted))]
[JsonSerializable(typeof(ShopifyCustomer))]
[JsonSerializable(typeof(ShopifyCustomerDeleted))]
[JsonSerializable(typeof(ShopifyRefund))]
[JsonSerializable(typeof(ShopifyUnknown))]
[JsonSerializable(typeof(AddTagsInput))]
[JsonSerializable(typeof(RemoveTagsInput))]
[JsonSerializable(typeof(GetOrderInput))]
[JsonSerializable(typeof(GetOrderResult))]
[JsonSerializable(typeof(ListOrdersInput))]
[JsonSerializable(typeof(ListOrdersResult))]
internal sealed partial class ShopifyJson : JsonSerializerContext;
