using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;

namespace Connectors.Tests.Contracts;

/// <summary>What the connector sends to WhatsApp, held against the vendor's published descriptions.</summary>
public sealed class WhatsAppDescriptionTests(WhatsAppDescriptions descriptions) : IClassFixture<WhatsAppDescriptions>
{
    private static readonly MessageTemplate Plain = new() { Name = "order_shipped", Language = "en_US", Category = "utility", Status = "approved", Body = "Hi {{1}}, your order {{2}} is on its way.", BodyParameters = ["1", "2"] };

    private static readonly MessageTemplate Named = Plain with { NamedParameters = true, Body = "Hi {{name}}, {{order}} is on its way.", BodyParameters = ["name", "order"] };

    private static readonly MessageTemplate WithButtons = Plain with { Buttons = [new("quick_reply", "Stop", false), new("url", "Track", true), new("copy_code", "Copy", true)] };

    private static readonly MessageAddress ByPhone = new("4915100000001", null);

    private static readonly IReadOnlyList<(string Input, MessageTemplate Template, MessageAddress Address)> Sends =
    [
        ("""{"template":"t","language":["en"],"body":["a","b"]}""", Plain, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"]}""", Plain, new(null, "US.13491208655302741918")),
        ("""{"template":"t","language":["en"],"body":{"name":"a","order":"b"}}""", Named, ByPhone),
        ("""{"template":"t","language":["en"]}""", Plain with { Body = "Hello", BodyParameters = [] }, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"],"header":{"text":"x"}}""", Plain with { HeaderFormat = "text", HeaderParameters = ["1"] }, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"],"header":{"image":"https://shop.example/a.jpg"}}""", Plain with { HeaderFormat = "image" }, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"],"header":{"image":"1234567890123456789"}}""", Plain with { HeaderFormat = "image" }, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"],"header":{"video":"https://shop.example/a.mp4"}}""", Plain with { HeaderFormat = "video" }, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"],"header":{"document":"https://shop.example/a.pdf","file_name":"a.pdf"}}""", Plain with { HeaderFormat = "document" }, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"],"header":{"location":{"latitude":52.5,"longitude":13.4,"name":"Shop","address":"Street 1"}}}""", Plain with { HeaderFormat = "location" }, ByPhone),
        ("""{"template":"t","language":["en"],"body":["a","b"],"buttons":[{"index":0,"value":"stop"},{"index":1,"value":"track/1"},{"index":2,"value":"CODE5"}]}""", WithButtons, ByPhone),
    ];

    [DescriptionFact("whatsapp")]
    public async Task WhateverIsSent_IsAsTheVendorDescribesIt()
    {
        EffectStand stand = null!;
        using var calls = new DescribedCalls(descriptions, () => stand.WhatsApp.Address.Authority);
        stand = await EffectStand.StartAsync(calls);
        await using var end = stand;
        var (connection, _, send) = stand.Of("whatsapp.send_template");
        foreach (var (input, template, address) in Sends)
        {
            var call = new ActionCall(EffectCompliance.CommandId, JsonSerializer.Deserialize(input, WhatsAppJson.Default.SendTemplateInput)!, connection.Time.GetUtcNow());
            await send.PerformAsync([call], EffectCompliance.Context(connection, 1) with { Template = template, Address = address }, CancellationToken.None);
        }

        foreach (var address in (IReadOnlyList<MessageAddress>)[ByPhone, new(null, "US.13491208655302741918")])
        {
            var call = new ActionCall(EffectCompliance.CommandId, new ReplyInput { Text = "words" }, connection.Time.GetUtcNow());
            await stand.Of("whatsapp.reply").Action.PerformAsync([call], EffectCompliance.Context(connection, 1) with { Address = address }, CancellationToken.None);
        }

        var messaging = (IMessagingConnector)connection.Connector;
        (await messaging.ListTemplatesAsync(connection, CancellationToken.None)).Templates.ShouldNotBeEmpty();
        await messaging.ReachAsync(connection, CancellationToken.None);

        calls.Asked.Count(line => line.EndsWith("/messages", StringComparison.Ordinal)).ShouldBe(Sends.Count + 2, "each send must have left");
        calls.Objections.ShouldBeEmpty();
        calls.Undescribed.ShouldBeEmpty();
        Addresses.NeverAsked<IWhatsAppApi>(calls.Asked).ShouldBeEmpty();
    }
}
