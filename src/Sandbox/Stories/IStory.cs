namespace Sandbox.Stories;

/// <summary>A story: what the product is for, played and checked clause by clause.</summary>
internal interface IStory
{
    /// <summary>What it tells, in one line.</summary>
    string Title { get; }

    /// <summary>Plays it with people and orders of its own.</summary>
    /// <exception cref="StoryBrokenException">A clause does not hold.</exception>
    Task PlayAsync(Stage stage);
}
