namespace Hub.Configuration;

/// <summary>The folder of everything that the hub keeps.</summary>
internal static class DataFolder
{
    /// <summary>Tries whether the folder can be made and written. It leaves nothing behind, and makes nothing that another process could meet: who opens the store makes the folder.</summary>
    /// <returns>One sentence with the obstacle, or null.</returns>
    public static string? Obstacle(string path)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

        // Who may write into the innermost folder that is there may make the others in it.
        var there = whole;
        while (!Path.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above) there = above;
        try
        {
            // Under a name of its own: several nodes that share the folder start at the same moment.
            File.Create(Path.Combine(there, $".writable-{Path.GetRandomFileName()}"), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"the folder '{whole}' cannot be made or written.";
        }
    }
}
