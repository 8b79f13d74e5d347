namespace EndToEnd.Tests;

/// <summary>The vendors' samples beside the repository.</summary>
internal static class SharedSamples
{
    private static readonly string Folder = Repository.Shared("contracts");

    public static bool Exist => Directory.Exists(Folder);

    /// <summary>The samples of a vendor whose names begin so, by file name.</summary>
    public static IReadOnlyList<(string Name, byte[] Body)> Of(string vendor, string prefix) =>
        [.. Files(vendor, $"{prefix}*.json").Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];

    /// <summary>The names of all samples of a vendor.</summary>
    public static IEnumerable<string> Names(string vendor) => Files(vendor, "*").Select(file => Path.GetFileName(file));

    private static IEnumerable<string> Files(string vendor, string pattern) =>
        from part in (string[])["payloads", "synthetic"]
        let folder = Path.Combine(Folder, vendor, part)
        where Directory.Exists(folder)
        from file in Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)
        select file;
}

/// <summary>A fact about samples; where they are absent it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SamplesFactAttribute : FactAttribute
{
    public SamplesFactAttribute()
    {
        if (!SharedSamples.Exist) Skip = "../shared/contracts is not beside the repository.";
    }
}
