namespace Sandbox.Stories;

/// <summary>A story: what the product is for, played and checked clause by clause.</summary>
internal interface IStory
{
    /// <summary>What it tells, in one line.</summary>
    string Title { get; }

    /// <summary>The file of <c>mappings/examples</c> by which it is played, in a world of its own; null where it is played by the project's own files.</summary>
    string? Example => null;

    /// <summary>Plays it with people and orders of its own.</summary>
    /// <exception cref="StoryBrokenException">A clause does not hold.</exception>
    Task PlayAsync(Stage stage);
}
