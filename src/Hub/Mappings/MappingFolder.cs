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
        if (!Directory.Exists(path)) return Failed(path, "There is no such folder. Set Hub:Mappings to the folder of the mapping files.");
        var names = Files(path, Extension)
            .Where(name => !name.EndsWith(TestExtension, StringComparison.Ordinal))
            .Take(MostFiles + 1)
            .ToList();
        if (names.Count == 0) return Failed(path, "The folder holds no mapping file. Put a file that ends in .yaml there.");
        if (names.Count > MostFiles) return Failed(path, $"The folder holds more than {MostFiles} mapping files.");
        var sources = new List<MappingSource>();
        var errors = new List<MappingError>();
        foreach (var name in names)
        {
            cancel.ThrowIfCancellationRequested();
            var file = Path.GetRelativePath(path, name).Replace('\\', '/');
            if (Read(name, out var text) is { } wrong) errors.Add(new(file, 0, 0, wrong));
            else sources.Add(new(file, text));
        }

        var result = Compile(sources, environment);
        return errors.Count == 0 ? result : new(null, [.. errors, .. result.Errors], result.Warnings);
    }

    /// <summary>The paths of all files of a folder and its subfolders with that ending, without its examples.</summary>
    public static IEnumerable<string> Files(string path, string ending)
    {
        var examples = Path.Combine(path, Examples) + Path.DirectorySeparatorChar;
        return Directory.EnumerateFiles(path, "*" + ending, SearchOption.AllDirectories).Where(name => !name.StartsWith(examples, StringComparison.Ordinal));
    }

    /// <summary>Compiles mapping files that were read before, for example those of a stored snapshot.</summary>
    public static LoadResult Compile(IReadOnlyList<MappingSource> sources, MappingEnvironment environment) => FolderCompiler.Compile(sources, environment);

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

    private static LoadResult Failed(string path, string message) => new(null, [new(path, 0, 0, message)], []);
}
