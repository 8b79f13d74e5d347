using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>A connection whose messages go one after the other, as the vendor reports them.</summary>
public class SendOrderTests
{
    private const string Replies = "routes: [{id: answer, on: fake.thing.happened, do: fake.reply, with: {to: \"${phone(event.phone, 'DE')}\", text: \"${event.text}\"}}]";

    private const string Anna = "4915112345678";
    private const string Ben = "4915112345679";

    [Theory]
    [InlineData(MessageStatus.Sent)]
    [InlineData(MessageStatus.Read)]
    [InlineData(MessageStatus.Failed)]
    public async Task Strict_TheSecondMessageLeavesAfterTheStatusOfTheFirst(MessageStatus status)
    {
        await using var hub = await StartAsync(isStrict: true);
        await hub.SendAsync(Words(Anna, "1"), Words(Anna, "2"), Words(Anna, "3"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1"]);
        await hub.SendAsync(Status("reply-1", status));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "2"]);
        await hub.SendAsync(Status("reply-1", MessageStatus.Delivered));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Strict_NoStatusComes_TheSecondLeavesAfterFiveSeconds()
    {
        await using var hub = await StartAsync(isStrict: true);
        await hub.SendAsync(Words(Anna, "1"), Words(Anna, "2"));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(4.9));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(0.2));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Strict_OneThatComesLaterWaitsToo_AndOtherThreadsDoNot()
    {
        await using var hub = await StartAsync(isStrict: true);
        await hub.SendAsync(Words(Anna, "1"));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(2));
        await hub.SendAsync(Words(Anna, "2"));
        await hub.SendAsync(Words(Ben, "other"), Words(Anna, "3"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "other"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3.1));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "other", "2"]);
    }

    [Fact]
    public async Task Strict_TheWaitOutlivesARestart()
    {
        await using var hub = await StartAsync(isStrict: true);
        await hub.SendAsync(Words(Anna, "1"), Words(Anna, "2"));
        await hub.RestartAsync(Replies);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.reply").ShouldBe(["1"]);
        await hub.SendAsync(Status("reply-1", MessageStatus.Sent));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task NotStrict_TheSecondLeavesWhenTheFirstIsAccepted()
    {
        await using var hub = await StartAsync(isStrict: false);
        await hub.SendAsync(Words(Anna, "1"), Words(Anna, "2"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "2"]);
    }

    // Both have written, so that words may be sent.
    private static async Task<HubUnderTest> StartAsync(bool isStrict)
    {
        var hub = await HubUnderTest.StartAsync(Replies);
        hub.Vendor.IsStrict = isStrict;
        foreach (var phone in new[] { Anna, Ben }) await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = phone });
        return hub;
    }

    private static FakeEvent Words(string phone, string text) => new() { Phone = phone, Text = text };

    private static FakeEvent Status(string message, MessageStatus status) => new() { Type = "fake.status.changed", MessageId = message, Status = status };
}
