namespace Sandbox;

/// <summary>
/// A folder for one run, removed at its end. A process that is killed leaves its folder behind: the next start removes it, as it finds that nobody holds the file in it open any more.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "hub-sandbox-";
    private const string Held = ".held";

    // Between the making of the file and its being held another process must not take the folder for an abandoned one.
    private static readonly TimeSpan Begun = TimeSpan.FromSeconds(10);

    private readonly FileStream hold;

    /// <summary>A new folder.</summary>
    /// <param name="root">Where; the system's folder for temporary files.</param>
    public ScratchFolder(string root)
    {
        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, Prefix + System.IO.Path.GetRandomFileName())).FullName;
        hold = new(System.IO.Path.Combine(Path, Held), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Removes the folders of processes that are gone.</summary>
    /// <param name="root">Where they are.</param>
    public static void RemoveAbandoned(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root, Prefix + "*"))
        {
            try
            {
                if (IsAbandoned(System.IO.Path.Combine(folder, Held))) Directory.Delete(folder, recursive: true);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // It is another user's, or still in use.
            }
        }
    }

    public void Dispose()
    {
        hold.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private static bool IsAbandoned(string held)
    {
        if (!File.Exists(held) || TimeProvider.System.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(held) < Begun) return false;
        using var stream = new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        return true;
    }
}
