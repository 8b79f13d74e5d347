using System.IO.Enumeration;
using System.Text;
using Hub.Expressions;
using Hub.Mappings.Compiling;

namespace Hub.Mappings;

/// <summary>A folder of mapping files.</summary>
internal static class MappingFolder
{
    /// <summary>The ending of a mapping file.</summary>
    public const string Extension = ".yaml";

    /// <summary>The ending of the scenarios beside a mapping file.</summary>
    public const string TestExtension = ".test.yaml";

    /// <summary>The file with the calendars of a folder, in the folder itself.</summary>
    public const string Calendars = "calendars.json";

    /// <summary>What is said of a folder without a mapping file.</summary>
    public const string NoFiles = "The folder holds no mapping file. Put a file that ends in .yaml there.";
    private const int LargestFolder = 16 * 1024 * 1024;
    private const int LargestFile = 1024 * 1024;
    private const int MostFiles = 1_000;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The subfolder whose files are there to be copied: they are not part of the folder above, and are checked as a folder of their own.</summary>
    public const string Examples = "examples";

    /// <summary>Reads and compiles all mapping files of a folder and its subfolders, by name.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="environment">What the files are checked against.</param>
    /// <param name="cancel">Ends the reading between files, and the compiling between routes.</param>
    public static LoadResult Load(string path, MappingEnvironment environment, CancellationToken cancel)
    {
        var (sources, errors) = ReadSources(path, cancel);
        var passedOver = WrongPath(path) is null ? PassedOver(path) : [];
        if (sources.Count == 0) return new(null, errors, passedOver);
        var result = Compile(sources, environment, cancel);
        return new(errors.Count == 0 ? result.Snapshot : null, [.. errors, .. result.Errors], [.. passedOver, .. result.Warnings]) { Unchecked = result.Unchecked };
    }

    /// <summary>Reads all mapping files of a folder and its subfolders without compiling them.</summary>
    /// <returns>The files that can be read, and what is wrong with the folder or with others.</returns>
    public static (IReadOnlyList<MappingSource> Sources, IReadOnlyList<MappingError> Errors) ReadSources(string path, CancellationToken cancel)
    {
        if (WrongPath(path) is { } wrongPath) return Failed(path, wrongPath);
        var (names, errors) = Find(path, IsMapping);
        if (names.Count == 0) return errors.Count > 0 ? ([], errors) : Failed(path, NoFiles);
        if (names.Count > MostFiles) return Failed(path, $"The folder holds more than {MostFiles} mapping files.");
        var sources = new List<MappingSource>();
        var size = 0L;
        foreach (var name in WithCalendars(path, names))
        {
            cancel.ThrowIfCancellationRequested();
            var file = NameWithin(path, name);
            if (Read(name, out var text) is { } wrong) errors.Add(new(file, 0, 0, wrong));
            else sources.Add(new(file, text));
            size += text.Length;
            if (size > LargestFolder) return Failed(path, $"The mapping files are larger than {LargestFolder / 1024 / 1024} MiB together.");
        }

        return (sources, errors);
    }

    /// <summary>Compiles mapping files that were read before, for example those of a stored snapshot.</summary>
    public static LoadResult Compile(IReadOnlyList<MappingSource> sources, MappingEnvironment environment) => Compile(sources, environment, CancellationToken.None);

    /// <summary>Compiles mapping files that were read before, for example those of a stored snapshot.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="environment">What they are checked against.</param>
    /// <param name="cancel">Ends the work between files and between routes.</param>
    public static LoadResult Compile(IReadOnlyList<MappingSource> sources, MappingEnvironment environment, CancellationToken cancel) => FolderCompiler.Compile(sources, environment, cancel);

    /// <summary>The paths of the mapping files below a folder that is there; one more than there may be where there are too many.</summary>
    public static IReadOnlyList<string> Names(string path) => Find(path, IsMapping).Names;

    /// <summary>The paths of all files of a folder that are read and come into force together: the mapping files, and the calendars.</summary>
    public static IReadOnlyList<string> Paths(string path) => WithCalendars(path, Names(path));

    /// <summary>How a file below the folder is called in mappings, errors and snapshots: with forward slashes.</summary>
    public static string NameWithin(string path, string file) => Path.GetRelativePath(path, file).Replace('\\', '/');

    /// <summary>Why a path can be no folder of mapping files; null where it may be one.</summary>
    public static string? WrongPath(string path)
    {
        if (File.Exists(path)) return "This is a file. Name the folder that it is in: the files of a folder are checked together.";
        if (!Directory.Exists(path)) return $"There is no such folder.{Beside(path)} Set Hub:Mappings to the folder of the mapping files, or name it.";
        try
        {
            return Directory.EnumerateFileSystemEntries(path).Any() ? null : NoFiles;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return $"The folder cannot be read: {wrong.Message}";
        }
    }

    // A folder that is there and has nearly that name.
    private static string Beside(string path)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(whole) is not { } parent || !Directory.Exists(parent)) return "";
        try
        {
            return Suggestion.For(Path.GetFileName(whole), Directory.EnumerateDirectories(parent).Select(folder => Path.GetFileName(folder)));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The files of a folder and its subfolders whose names are wanted, in the order of their names. Hidden folders, <see cref="Examples"/> and links to folders are passed over: what a link leads to would be read twice, or for ever.</summary>
    /// <returns>The full names, and what stands in the way.</returns>
    public static (IReadOnlyList<string> Names, List<MappingError> Errors) Find(string path, Func<string, bool> isWanted)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, RecurseSubdirectories = true };
        var entries = new FileSystemEnumerable<(string Name, bool IsFolder)>(path, (ref entry) => (entry.ToFullPath(), entry.IsDirectory), options)
        {
            ShouldRecursePredicate = (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None && !entry.FileName.StartsWith('.') && !entry.FileName.SequenceEqual(Examples),
            ShouldIncludePredicate = (ref entry) => isWanted(entry.FileName.ToString()) && !entry.FileName.StartsWith('.'),
        };
        var found = entries.Take(MostFiles + 1).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var errors = found.Where(entry => entry.IsFolder).Select(entry => new MappingError(Path.GetRelativePath(path, entry.Name).Replace('\\', '/'), 0, 0, "This is a folder with the name of a file. Rename it.")).ToList();
        return ([.. found.Where(entry => !entry.IsFolder).Select(entry => entry.Name)], errors);
    }

    /// <summary>What is said of the files below a folder that look like mapping files or scenarios and are read as neither.</summary>
    public static IReadOnlyList<MappingError> PassedOver(string path)
    {
        var mappings = Names(path).ToHashSet(StringComparer.Ordinal);
        var warnings = new List<MappingError>();
        foreach (var name in Find(path, IsNearly).Names) warnings.Add(new(NameWithin(path, name), 0, 0, $"This file is passed over: {Renamed(Path.GetFileName(name))}"));
        foreach (var name in Find(path, name => name.EndsWith(TestExtension, StringComparison.Ordinal)).Names)
        {
            var mapping = name[..^TestExtension.Length] + Extension;
            if (!mappings.Contains(mapping) && !IsFurther(name, mappings)) warnings.Add(new(NameWithin(path, name), 0, 0, $"These scenarios stand beside no mapping file. Name them after the one that they test: {Path.GetFileName(mapping)} is not there."));
        }

        return warnings;
    }

    // Scenarios in a second file: support.night.test.yaml stands beside support.yaml.
    private static bool IsFurther(string name, HashSet<string> mappings)
    {
        var file = Path.GetFileName(name)[..^TestExtension.Length];
        var dot = file.LastIndexOf('.');
        return dot > 0 && mappings.Contains(Path.Combine(Path.GetDirectoryName(name)!, file[..dot] + Extension));
    }

    private static IReadOnlyList<string> WithCalendars(string path, IReadOnlyList<string> names) =>
        Path.Combine(path, Calendars) is var calendars && File.Exists(calendars) ? [.. names, calendars] : names;

    private static bool IsNearly(string name) => EndingOf(name) is not null && !IsMapping(name) && !name.EndsWith(TestExtension, StringComparison.Ordinal);

    // What an editor or another system puts in place of .yaml.
    private static string? EndingOf(string name) => Array.Find([".yaml.txt", ".yml.txt", ".yaml", ".yml"], ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static string Renamed(string name)
    {
        var stem = name[..^EndingOf(name)!.Length];
        if (stem.Equals("calendars", StringComparison.OrdinalIgnoreCase)) return $"calendars stand in {Calendars}, as JSON.";
        var isTest = stem.EndsWith(".test", StringComparison.OrdinalIgnoreCase);
        return isTest ? $"scenarios end in {TestExtension}. Rename it to {stem[..^".test".Length]}{TestExtension}." : $"a mapping file ends in {Extension}. Rename it to {stem}{Extension}.";
    }

    private static bool IsMapping(string name) => name.EndsWith(Extension, StringComparison.Ordinal) && !name.EndsWith(TestExtension, StringComparison.Ordinal);

    /// <summary>Reads a text file as mapping files must be.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(string path, out string text)
    {
        text = "";
        try
        {
            // A pipe or a device has no length, and opening it may have no end.
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (new FileInfo(target).Length == 0) return "The file is empty, or no file but a pipe or a device. Write text into it, or remove it.";
            // Not by the length alone: what the system makes up as it is read has another.
            using var file = File.OpenRead(path);
            var bytes = new byte[LargestFile + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > LargestFile) return $"The file is larger than {LargestFile / 1024} KiB. Split it into several.";
            var content = bytes.AsSpan(0, count);
            if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return "The file is UTF-16. Save it as UTF-8.";
            if (content.Contains((byte)0)) return "The file holds no text but other data. Remove it, or give it another ending.";
            text = Strict.GetString(content).TrimStart('\uFEFF');
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
