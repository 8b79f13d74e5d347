namespace Hub.Tests;

/// <summary>A fact about a file that is shared beside the repository; where the file is absent, the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string file)
    {
        if (!File.Exists(PathOf(file)))
        {
            Skip = $"../shared/{file} is not beside the repository.";
        }
    }

    /// <summary>The path of a file under <c>../shared</c>, seen from the folder of <c>Hub.sln</c>.</summary>
    public static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Parent is { } parent && !File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
        {
            folder = parent;
        }

        return Path.Combine(folder.FullName, "..", "shared", file);
    }
}
