namespace Sandbox.Stories;

/// <summary>A story: what the product is for, played and checked clause by clause.</summary>
internal interface IStory
{
    /// <summary>What it tells, in one line.</summary>
    string Title { get; }

    /// <summary>The example that it plays with, by its name under <c>mappings/examples</c>, in a world of its own; null for the project's own mapping files.</summary>
    string? Example => null;

    /// <summary>Plays it with people and orders of its own.</summary>
    /// <exception cref="StoryBrokenException">A clause does not hold.</exception>
    Task PlayAsync(Stage stage);
}
