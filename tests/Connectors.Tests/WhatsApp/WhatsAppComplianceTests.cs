namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppComplianceTests() : ConnectorCompliance(
    new()
    {
        Connector = WhatsAppStand.Connector,
        Options = WhatsAppStand.Options,
        OtherOptions = WhatsAppStand.OtherOptions,
        Vendor = "whatsapp",
        SignatureHeader = "X-Hub-Signature-256",
        Body = """{"object":"whatsapp_business_account","entry":[]}"""u8.ToArray(),
        Deliver = WhatsAppStand.Delivery,
    });
