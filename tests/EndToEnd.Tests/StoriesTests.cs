using System.Security.Cryptography;
using Sandbox;
using Sandbox.Stories;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Each story in a world of its own: own ports, own data folder. The seed stands in the output.</summary>
public class StoriesTests(ITestOutputHelper output)
{
    [Fact]
    public Task Shipment_ReachesTheBuyersWhatsApp() => ShouldHoldAsync(new ShipmentStory());

    [Fact]
    public Task Thread_IsATicketBothWays() => ShouldHoldAsync(new TicketStory());

    [Fact]
    public Task LateAnswer_WaitsBehindATemplate() => ShouldHoldAsync(new LateAnswerStory());

    [Fact]
    public Task Stop_EndsMarketingAndNothingElse() => ShouldHoldAsync(new ConsentStory());

    [Fact]
    public Task Outage_LosesAndDoublesNothing() => ShouldHoldAsync(new OutageStory());

    [Fact]
    public Task LeadWithoutAPhone_IsInTheCrmWithTheirPhoto() => ShouldHoldAsync(new LeadStory());

    [Fact]
    public Task History_IsShownInTheChat_AndNobodyElses() => ShouldHoldAsync(new HistoryStory());

    [Fact]
    public Task Timeline_HoldsTheConversation_AndConsentHoldsOnBothSides() => ShouldHoldAsync(new TimelineStory());

    [Fact]
    public Task Booking_IsConfirmedRemindedOfMovedAndCancelled() => ShouldHoldAsync(new BookingStory());

    [Fact]
    public Task VendorsDownInTurn_HoldUpOnlyThemselves_AndAllAgreesAfterwards() => ShouldHoldAsync(new OutagesStory());

    private async Task ShouldHoldAsync(IStory story)
    {
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var world = await World.StartAsync(new WorldSettings { Seed = seed }.For(story), CancellationToken.None);
        using var writer = new OutputWriter(output);
        await story.PlayAsync(new Stage(world, new Transcript(writer), CancellationToken.None));
    }
}
