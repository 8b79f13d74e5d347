namespace Hub.Tests.Pipeline;

public class OptOutTests
{
    private const string Routes =
        """
        routes:
          - {id: none, on: fake.message.received, if: event.text == 'write me nothing', do: hub.record_consent, with: {customer: "${customer}", category: replies, allowed: false, wording: "${event.text}"}}
          - {id: again, on: fake.message.received, if: event.text == 'write to me', do: hub.record_consent, with: {customer: "${customer}", category: replies, allowed: true, wording: "${event.text}"}}
          - {id: answer, on: fake.thing.happened, do: fake.reply, with: {to: "${phone(event.phone, 'DE')}", text: "${event.text}"}, outside_window: {template: news, language: [en], once_per: closed_window, keep: 72h}}
          - {id: offer, on: fake.thing.changed, max_age: 72h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: news, language: [en]}}
        """;

    private const string Phone = "4915112345678";

    private static readonly FakeEvent Write = new() { Phone = Phone };
    private static readonly FakeEvent Send = new() { Type = "fake.thing.changed", Phone = Phone };

    private static FakeEvent Said(string text) => new() { Type = "fake.message.received", Phone = Phone, Text = text };

    [Fact]
    public async Task WhoWantsNoReplies_GetsNone_ButWhatTheirWordsDoNotName()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("write me nothing"));
        await hub.SendAsync(Write, Send);
        (await hub.StatesAsync("answer")).ShouldBe(["refused(opted_out)"]);
        (await hub.StatesAsync("offer")).ShouldBe(["done"]);
        await hub.SendAsync(Said("write to me"));
        await hub.SendAsync(Write with { Text = "2" });
        hub.Vendor.Texts("fake.reply").ShouldBe(["2"]);
    }

    [Fact]
    public async Task ConfirmationOfStop_GoesToWhoWantsNoReplies()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("write me nothing"));
        await hub.SendAsync(Said("stop"));
        (await hub.StatesAsync("hub.consent_confirmation")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task Stop_LeavesReplies()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("stop"));
        await hub.SendAsync(Write);
        (await hub.StatesAsync("answer")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task WordsKeptForAClosedWindow_AreJudgedWhenTheyGo()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Write);
        (await hub.StatesAsync("answer")).ShouldBe(["kept"]);
        await hub.WriteAsync("INSERT INTO consent (customer, category, allowed, source, wording, channel, taken_by, evidence, at) SELECT id, 'replies', 0, 'mapping', 'no', 'hub', 'none', 'e', 1 FROM customer");
        await hub.SendAsync(Said("hello"));
        (await hub.StatesAsync("answer")).ShouldBe(["refused(opted_out)"]);
    }
}
