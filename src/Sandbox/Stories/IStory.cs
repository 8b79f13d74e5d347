using System.Collections.ObjectModel;

namespace Sandbox.Stories;

/// <summary>A story: what the product is for, played and checked clause by clause.</summary>
internal interface IStory
{
    /// <summary>What it tells, in one line.</summary>
    string Title { get; }

    /// <summary>The mapping files that it is played with, in a world of its own, by their paths from the folder <c>mappings</c>; empty where it is played with all of the project's, in the world of the others.</summary>
    IReadOnlyList<string> MappingFiles => [];

    /// <summary>Further settings of the hub of that world, by their keys.</summary>
    IReadOnlyDictionary<string, string> HubSettings => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Plays it with people and orders of its own.</summary>
    /// <exception cref="StoryBrokenException">A clause does not hold.</exception>
    Task PlayAsync(Stage stage);
}
