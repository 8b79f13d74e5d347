namespace Sandbox.Stories;

/// <summary>The stories in their order: those of the project's own mapping files, which are played one after the other in one world, and those of examples.</summary>
internal static class AllStories
{
    public static IReadOnlyList<IStory> InOrder { get; } = [new ShipmentStory(), new TicketStory(), new LateAnswerStory(), new ConsentStory(), new OutageStory()];

    /// <summary>Those that are played after them, each with an example and in a world of its own.</summary>
    public static IReadOnlyList<IStory> OfExamples { get; } = [new TimelineStory(), new BookingStory()];
}
