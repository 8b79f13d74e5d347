namespace Connectors.Tests;

/// <summary>The vendors' samples beside the repository; absent on a machine that has only the repository.</summary>
internal static class SharedContracts
{
    /// <summary>Where they are, beside the repository.</summary>
    public const string Root = "contracts";

    /// <summary>The folder of one vendor, or null where the samples are absent.</summary>
    public static string? Folder(string vendor)
    {
        var folder = Repository.Shared(Root, vendor);
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>The JSON samples of one vendor, recorded and synthetic, by file name; empty where they are absent.</summary>
    public static IEnumerable<string> Samples(string vendor) =>
        from part in new[] { "payloads", "synthetic" }
        let folder = Folder(vendor) is { } found ? Path.Combine(found, part) : null
        where Directory.Exists(folder)
        from file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
        select file;
}
