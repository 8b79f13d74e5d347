using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What the business writes by other means than the hub.</summary>
public class EchoedMessageTests
{
    private const string Phone = "4915112345678";

    private const string Routes =
        """
        routes:
          - id: answer
            on: fake.thing.happened
            do: fake.reply
            with: {to: "${phone(event.phone, 'DE')}", text: "${event.text}"}
            outside_window: {template: news, language: [en], once_per: closed_window, keep: 72h}
        """;

    [Fact]
    public async Task WordsFromTheBusinessesPhone_StandInTheThreadAndOpenNoWindow()
    {
        await using var hub = await HubUnderTest.StartAsync(
            Routes + "\n  - {id: logged, on: fake.message.echoed, do: fake.set_field, with: {record: \"1\", text: \"${event.text}, ${has(thread.window_open_until)}\"}}");
        var echo = new FakeEvent { Type = "fake.message.echoed", Phone = Phone, Text = "STOP", MessageId = "wamid.1", Key = "e" };
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        await hub.SendAsync(echo);
        await hub.SendAsync(echo);
        await hub.SendAsync(echo with { Key = "e again" });
        (await hub.StatesAsync("answer")).ShouldBe(["kept"]);

        // A delivery under another key is another event; the message is one.
        hub.Vendor.Texts("fake.set_field").ShouldBe(["STOP, false", "STOP, false"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM thread")).ShouldBe(["1"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM consent")).ShouldBe(["0"]);
        (await hub.ListAsync("SELECT direction || ' ' || status || ' ' || text FROM message WHERE command IS NULL")).ShouldBe(["out sent STOP"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM message WHERE direction = 'in'")).ShouldBe(["0"]);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "yes?" });
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(1);
    }

    [Fact]
    public async Task StatusThatComesBeforeItsEcho_IsShown()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "wamid.1", Status = MessageStatus.Read });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.echoed", Phone = Phone, Text = "Hello", MessageId = "wamid.1" });
        (await hub.ListAsync("SELECT status FROM message")).ShouldBe(["read"]);
    }

    [Fact]
    public async Task WordsFromTheBusinessesPhoneToSomebodyNew_MakeThemACustomer()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.echoed", Phone = Phone, Text = "Hello", MessageId = "wamid.1" });
        var thread = (await hub.ListAsync("SELECT id FROM thread")).ShouldHaveSingleItem();
        var history = await hub.Database.ReadAsync(sql => QueryThread.ThreadAsync(sql, thread, new(null, 10)), CancellationToken.None);
        history!.Messages.Select(message => (message.Author, message.Text, message.Status)).ShouldBe([("device", "Hello", "sent")]);
    }
}
