namespace Hub.Storage;

/// <summary>Folders and files that only the hub's own user may read. On Windows what the folder passes on applies.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder with those above it; one that is there stays as it is.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Makes an empty file where there is none. Where that cannot be, whoever opens the file says why.</summary>
    public static void Make(string path)
    {
        try
        {
            if (!File.Exists(path)) new FileStream(path, Options(FileAccess.Write)).Dispose();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The one who opens it has the better sentence.
        }
    }

    /// <summary>Takes from a file that is there what others may do with it.</summary>
    public static void Close(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || (File.GetUnixFileMode(path) & ~Owner) == UnixFileMode.None) return;
        try
        {
            File.SetUnixFileMode(path, Owner);
        }
        catch (UnauthorizedAccessException)
        {
            // It is another user's file: who may read it is that user's business.
        }
    }

    /// <summary>How a file is opened alone, or made where there is none.</summary>
    public static FileStreamOptions Options(FileAccess access)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        return options;
    }
}
