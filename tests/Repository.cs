namespace Repositories;

/// <summary>The repository that the tests run in. Compiled into every test project.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>Hub.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of what lies beside the repository, and not in it, for example of <c>cel/cases.jsonl</c>; whether it is there or not.</summary>
    public static string Shared(params ReadOnlySpan<string> parts) => Path.GetFullPath(Path.Combine([Root, "..", "shared", .. parts]));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hub.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("There is no Hub.sln above the tests.");
        return folder.FullName;
    }
}

/// <summary>A theory about files or folders beside the repository; where they are absent, the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute(string path)
    {
        if (!Path.Exists(Repository.Shared(path))) Skip = $"../shared/{path} is not beside the repository.";
    }
}

/// <summary>A fact about a file or folder beside the repository; where it is absent, the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string path)
    {
        if (!Path.Exists(Repository.Shared(path))) Skip = $"../shared/{path} is not beside the repository.";
    }
}
