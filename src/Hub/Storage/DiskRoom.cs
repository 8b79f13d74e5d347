namespace Hub.Storage;

/// <summary>How much room the store's disk has.</summary>
/// <param name="free">The free bytes; null where that cannot be told.</param>
internal sealed class DiskRoom(Func<long?> free)
{
    /// <summary>The free bytes; null where that cannot be told.</summary>
    public long? Free => free();

    /// <summary>The room of the disk on which a folder is.</summary>
    public static DiskRoom Of(string folder) => new(() =>
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    });
}
