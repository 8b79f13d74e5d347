using Hub.Storage;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Storage;

public class SendCountsTests
{
    private const string News = "routes: [{id: shipped, on: fake.thing.happened, max_age: 1h, do: fake.send_template, with: {to: \"${phone(event.phone, 'DE')}\", template: news, language: [en]}}]";

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public async Task FilesThatWereInForceBeforeAnythingWasCounted_AreTakenForApprovedWhereTheyHaveSentEnough(int sent, int approved)
    {
        await using var hub = await HubUnderTest.StartAsync(News);
        for (var i = 0; i < sent; i++) await hub.SendAsync(new FakeEvent { Phone = $"4915100000{i:000}" });
        await hub.WriteAsync("DELETE FROM route_content");
        await hub.RestartAsync(News, guard: new() { First = 3 });
        (await hub.ListAsync("SELECT COUNT(*) FROM trial WHERE approved_at IS NOT NULL")).ShouldBe([$"{approved}"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM route_content")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task RouteThatSendsNothing_HasNoContent()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: field, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}]");
        (await hub.ListAsync("SELECT COUNT(*) FROM route_content")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task ContentsOfFilesThatAreNotKept_Go()
    {
        await using var hub = await HubUnderTest.StartAsync(News);
        for (var i = 0; i < Snapshots.Kept + 2; i++) await hub.RestartAsync($"# {i}\n" + News);
        (await hub.ListAsync("SELECT COUNT(*) FROM route_content")).ShouldBe(await hub.ListAsync("SELECT COUNT(*) FROM snapshot"));
    }
}
