namespace Hub.Tests.Pipeline;

/// <summary>Where a reply goes to.</summary>
public class AddressTests
{
    private const string Routes =
        """
        routes:
          - {id: order, on: fake.thing.happened, max_age: 1h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: news, language: [en]}}
          - {id: answer, on: fake.message.received, do: fake.reply, with: {to: "${thread}", text: "${event.text}"}}
        """;

    [Theory]
    [InlineData("5511987654321", "551187654321")]
    [InlineData("5491123456789", "541123456789")]
    [InlineData("525512345678", "5215512345678")]
    public async Task ReplyToAPersonWhomTheShopSpellsOtherwise_GoesToTheIdTheyWroteFrom(string shop, string wrote)
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Phone = shop });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = wrote });
        await hub.SendAsync(new FakeEvent { Phone = shop });
        (await hub.StatesAsync()).ShouldBe(["done", "done", "done"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM customer")).ShouldBe(["1"]);
        hub.Vendor.Calls("fake.reply")[0].Context.Address!.To.ShouldBe(wrote);
        hub.Vendor.Calls("fake.send_template")[1].Context.Address!.To.ShouldBe(wrote);
    }

    [Fact]
    public async Task PersonWhoWritesFromTheOtherSpelling_IsAnsweredThere()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        foreach (var from in new[] { "5511987654321", "551187654321" }) await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = from });
        hub.Vendor.Calls("fake.reply").Select(call => call.Context.Address!.To).ShouldBe(["5511987654321", "551187654321"]);
    }
}
