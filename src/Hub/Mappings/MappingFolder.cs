using System.Text;
using Hub.Mappings.Compiling;

namespace Hub.Mappings;

/// <summary>A folder of mapping files.</summary>
internal static class MappingFolder
{
    /// <summary>The ending of a mapping file.</summary>
    public const string Extension = ".yaml";

    /// <summary>The ending of the scenarios beside a mapping file.</summary>
    public const string TestExtension = ".test.yaml";

    private const int LargestFile = 1024 * 1024;
    private const int MostFiles = 1_000;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The subfolder whose files are there to be copied: they are not part of the folder above, and are checked as a folder of their own.</summary>
    public const string Examples = "examples";

    /// <summary>Reads and compiles all mapping files of a folder and its subfolders, by name.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="environment">What the files are checked against.</param>
    /// <param name="cancel">Ends the reading between files.</param>
    public static LoadResult Load(string path, MappingEnvironment environment, CancellationToken cancel)
    {
        var (sources, errors) = ReadSources(path, cancel);
        if (sources.Count == 0) return new(null, errors, []);
        var result = Compile(sources, environment);
        return errors.Count == 0 ? result : new(null, [.. errors, .. result.Errors], result.Warnings);
    }

    /// <summary>Reads all mapping files of a folder and its subfolders without compiling them.</summary>
    /// <returns>The files that can be read, and what is wrong with the folder or with others.</returns>
    public static (IReadOnlyList<MappingSource> Sources, IReadOnlyList<MappingError> Errors) ReadSources(string path, CancellationToken cancel)
    {
        if (!Directory.Exists(path)) return Failed(path, "There is no such folder. Set Hub:Mappings to the folder of the mapping files.");
        var names = Names(path);
        if (names.Count == 0) return Failed(path, "The folder holds no mapping file. Put a file that ends in .yaml there.");
        if (names.Count > MostFiles) return Failed(path, $"The folder holds more than {MostFiles} mapping files.");
        var sources = new List<MappingSource>();
        var errors = new List<MappingError>();
        foreach (var name in names)
        {
            cancel.ThrowIfCancellationRequested();
            var file = NameWithin(path, name);
            if (Read(name, out var text) is { } wrong) errors.Add(new(file, 0, 0, wrong));
            else sources.Add(new(file, text));
        }

        return (sources, errors);
    }

    /// <summary>The files of a folder and its subfolders that end so, by their full names. A subfolder <see cref="Examples"/> is left out: what is in it runs only as a folder of its own.</summary>
    public static IEnumerable<string> Files(string path, string ending) => Directory.EnumerateFiles(path, "*" + ending, SearchOption.AllDirectories)
        .Where(name => !Path.GetRelativePath(path, name).Split(Path.DirectorySeparatorChar).Contains(Examples, StringComparer.Ordinal));

    /// <summary>Compiles mapping files that were read before, for example those of a stored snapshot.</summary>
    public static LoadResult Compile(IReadOnlyList<MappingSource> sources, MappingEnvironment environment) => FolderCompiler.Compile(sources, environment);

    /// <summary>The paths of the mapping files below a folder that is there; one more than there may be where there are too many.</summary>
    public static IReadOnlyList<string> Names(string path) =>
    [
        .. Files(path, Extension)
            .Where(name => !name.EndsWith(TestExtension, StringComparison.Ordinal))
            .Take(MostFiles + 1),
    ];

    /// <summary>How a file below the folder is called in mappings, errors and snapshots: with forward slashes.</summary>
    public static string NameWithin(string path, string file) => Path.GetRelativePath(path, file).Replace('\\', '/');

    /// <summary>Reads a text file as mapping files must be.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(string path, out string text)
    {
        text = "";
        try
        {
            var file = new FileInfo(path);
            if (file.Length > LargestFile) return $"The file is larger than {LargestFile / 1024} KiB. Split it into several.";
            text = Strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
            return null;
        }
        catch (DecoderFallbackException)
        {
            return "The file is not UTF-8. Save it as UTF-8.";
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return $"The file cannot be read: {wrong.Message}";
        }
    }

    private static (IReadOnlyList<MappingSource> Sources, IReadOnlyList<MappingError> Errors) Failed(string path, string message) => ([], [new(path, 0, 0, message)]);
}
