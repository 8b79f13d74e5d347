namespace Sandbox.Stories;

/// <summary>The stories in their order.</summary>
internal static class AllStories
{
    public static IReadOnlyList<IStory> InOrder { get; } =
    [
        new ShipmentStory(), new TicketStory(), new LateAnswerStory(), new ConsentStory(), new OutageStory(),
        new LeadStory(), new TimelineStory(), new BookingStory(), new HistoryStory(),
        new OutagesStory(),
    ];
}
