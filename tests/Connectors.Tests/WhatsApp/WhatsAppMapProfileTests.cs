using AutoMapper;
using Hub.Connectors.WhatsApp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppMapProfileTests
{
    [Fact]
    public void EveryPart_IsMappedWhole() =>
        new MapperConfiguration(map => map.AddProfile<WhatsAppMapProfile>(), NullLoggerFactory.Instance).AssertConfigurationIsValid();
}
