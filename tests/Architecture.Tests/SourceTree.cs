namespace Architecture.Tests;

/// <summary>One source file.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Lines">Its lines, without their ends.</param>
internal sealed record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The lines that hold code: neither blank, nor only a comment.</summary>
    public IEnumerable<(int Number, string Text)> Code =>
        Lines.Select((text, index) => (Number: index + 1, Text: text.Trim())).Where(line => line.Text.Length > 0 && !line.Text.StartsWith("//", StringComparison.Ordinal));
}

/// <summary>The repository as it lies on disk.</summary>
internal static class SourceTree
{
    /// <summary>The C# files that are written by hand below a folder such as <c>src/Hub</c>.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Full: path, Path: Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')))
            .Where(file => !file.Path.Split('/').Any(part => part is "obj" or "bin" or "artifacts"))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => new SourceFile(file.Path, File.ReadAllLines(file.Full))),
    ];

    /// <summary>The folders of the vendors' connectors, by name.</summary>
    public static IReadOnlyList<string> Vendors { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Connectors"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetFileName(Path.GetDirectoryName(project)!))
            .Where(name => name != "Abstractions")
            .Order(StringComparer.Ordinal),
    ];
}
