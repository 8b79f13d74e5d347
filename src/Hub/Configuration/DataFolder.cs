using Hub.Storage;

namespace Hub.Configuration;

/// <summary>The folder of everything that the hub keeps.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder and tries whether it can be written.</summary>
    /// <returns>One sentence with the obstacle, or null.</returns>
    public static string? Prepare(string path)
    {
        var probe = Path.Combine(path, ".writable");
        try
        {
            PrivateFiles.MakeFolder(path);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"the folder '{Path.GetFullPath(path)}' cannot be made or written.";
        }
    }
}
