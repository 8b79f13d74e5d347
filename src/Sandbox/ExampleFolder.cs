namespace Sandbox;

/// <summary>A folder with one of the example mapping files, for a world of its own.</summary>
internal static class ExampleFolder
{
    /// <summary>Copies an example into a folder that is removed at the end.</summary>
    /// <param name="example">Its file name, for example <c>ad-lead.yaml</c>.</param>
    public static ScratchFolder Of(string example)
    {
        var folder = new ScratchFolder(Path.GetTempPath());
        File.Copy(Path.Combine(World.RepositoryRoot(), "mappings", "examples", example), Path.Combine(folder.Path, example));
        return folder;
    }
}
