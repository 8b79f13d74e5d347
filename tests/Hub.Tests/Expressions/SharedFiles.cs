namespace Hub.Tests.Expressions;

/// <summary>Files that lie beside the project and not in it.</summary>
internal static class SharedFiles
{
    /// <summary>The path of a shared file, or null where it is absent.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
                continue;
            // A working tree may lie a level deeper than the repository itself.
            return new[] { "..", Path.Combine("..", "..") }
                .Select(up => Path.Combine(folder.FullName, up, "shared", name))
                .FirstOrDefault(File.Exists);
        }
        return null;
    }
}
