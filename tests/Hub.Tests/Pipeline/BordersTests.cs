namespace Hub.Tests.Pipeline;

/// <summary>No loop of the hub ends because of one failure that nobody foresaw: a loop that ends takes the process with it.</summary>
public class BordersTests
{
    private const string Timed = """routes: [{id: timed, on: fake.thing.happened, at: '${now + duration("1h")}', do: fake.set_field, with: {record: "1", text: t}}]""";

    [Fact]
    public async Task LoopThatFails_SaysSoAndGoesOn()
    {
        await using var hub = await HubUnderTest.StartAsync(Timed);
        hub.FailReads(new InvalidOperationException("Nobody foresaw it."));
        await hub.UntilLoggedAsync(1104);
        await hub.UntilLoggedOfEachAsync(2802, "reading webhooks", "looking for what is due", "looking for what has come to a stop", "looking whether webhooks can be taken");
        hub.FailReads(null);

        // The reader and the lines run, the housekeeper brings back what is due, the lookout tells the pause.
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(Hub.Connectors.FailureKind.Unauthorized));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await hub.UntilLoggedAsync(1601);
        hub.Vendor.Calls("fake.set_field").Count.ShouldBe(1);
    }
}
