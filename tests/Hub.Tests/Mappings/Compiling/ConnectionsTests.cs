namespace Hub.Tests.Mappings.Compiling;

public sealed class ConnectionsTests
{
    [Theory]
    [InlineData("shopify.order.paid", "There is no shopify connection; configured are wa (of whatsapp), hub. Add one under Connections in the settings, where the hub knows that vendor.")]
    [InlineData("shopify.customer.created", "There is no shopify connection; configured are wa (of whatsapp), hub. Add one under Connections in the settings, where the hub knows that vendor.")]
    [InlineData("whatsap.message.received", "No configured connection has the event whatsap.message.received. Did you mean whatsapp.message.received?")]
    [InlineData("message.received", "No configured connection has the event message.received. Did you mean whatsapp.message.received?")]
    [InlineData("whatsapp.order.paid", "No configured connection has the event whatsapp.order.paid. whatsapp has ")]
    public void EventThatNoConnectionHas_IsToldByWhatIsConfigured(string name, string message)
    {
        var environment = MappingWorld.Environment with { Connections = [.. MappingWorld.Environment.Connections.Where(pair => pair.Name == "whatsapp").Select(pair => ("wa", pair.Connector))] };
        MappingWorld.Compile($"routes: [{{id: a, on: {name}, do: hub.alert, with: {{text: Hi}}}}]", environment).Errors[0].Message.ShouldStartWith(message);
    }
}
