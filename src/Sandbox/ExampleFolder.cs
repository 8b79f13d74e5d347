namespace Sandbox;

/// <summary>A folder with example mapping files, alone or beside the project's own.</summary>
internal static class ExampleFolder
{
    /// <summary>Copies an example into a folder that is removed at the end.</summary>
    /// <param name="example">Its file name, for example <c>ad-lead.yaml</c>.</param>
    public static ScratchFolder Of(string example)
    {
        var folder = new ScratchFolder(Path.GetTempPath());
        Copy(Path.Combine("examples", example), folder);
        return folder;
    }

    /// <summary>The project's own files, and beside them the examples that stories are played by: for a world in which all of them are.</summary>
    /// <param name="stories">The stories.</param>
    public static ScratchFolder Beside(IEnumerable<Stories.IStory> stories)
    {
        var folder = new ScratchFolder(Path.GetTempPath());
        foreach (var file in Directory.GetFiles(Root, "*.yaml").Where(file => !file.EndsWith(".test.yaml", StringComparison.Ordinal))) Copy(Path.GetFileName(file), folder);
        foreach (var example in stories.Select(story => story.Example).OfType<string>().Distinct()) Copy(Path.Combine("examples", example), folder);
        return folder;
    }

    private static string Root => Path.Combine(World.RepositoryRoot(), "mappings");

    private static void Copy(string file, ScratchFolder to) => File.Copy(Path.Combine(Root, file), Path.Combine(to.Path, Path.GetFileName(file)));
}
