namespace Hub.Benchmarks;

/// <summary>The repository that the program was built in.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>Hub.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hub.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("There is no Hub.sln above the program.");
        return folder.FullName;
    }
}
