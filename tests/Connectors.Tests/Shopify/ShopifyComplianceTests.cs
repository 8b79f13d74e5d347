using Hub.Connectors.Shopify;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyComplianceTests() : ConnectorCompliance(Shopify)
{
    private static readonly ConnectorUnderTest Shopify = new()
    {
        Connector = new Shop().Connector,
        Options = Shop.Options,
        OtherOptions = Shop.Other,
        Vendor = "shopify",
        SignatureHeader = "X-Shopify-Hmac-Sha256",
        Body = """{"id":820982911946154508,"name":"#1001"}"""u8.ToArray(),
        Deliver = (body, options, sample) => Shop.Deliver(body, (ShopifyOptions)options, Shop.TopicOf(sample)),
    };
}
