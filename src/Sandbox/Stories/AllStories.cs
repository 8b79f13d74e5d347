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

    /// <summary>Those that are played in a world.</summary>
    public static IReadOnlyList<IStory> In(World world) => [.. InOrder.Where(story => !(world.IsStormy && story.MeasuresTime))];
}
