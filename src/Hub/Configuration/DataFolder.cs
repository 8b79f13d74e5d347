using Hub.Storage;

namespace Hub.Configuration;

/// <summary>The folder of everything that the hub keeps.</summary>
internal static class DataFolder
{
    /// <summary>Tries whether the folder can be made and written. It leaves nothing behind: who opens the store makes the folder.</summary>
    /// <returns>One sentence with the obstacle, or null.</returns>
    public static string? Obstacle(string path)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var missing = Missing(whole);
        var probe = Path.Combine(whole, ".writable");
        try
        {
            PrivateFiles.MakeFolder(whole);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"the folder '{whole}' cannot be made or written.";
        }
        finally
        {
            missing.ForEach(RemoveEmpty);
        }
    }

    // The folders that are not there yet, the innermost first.
    private static List<string> Missing(string path)
    {
        var missing = new List<string>();
        for (var folder = path; !string.IsNullOrEmpty(folder) && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)) missing.Add(folder);
        return missing;
    }

    private static void RemoveEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // It was never made, or another process has put something into it.
        }
    }
}
