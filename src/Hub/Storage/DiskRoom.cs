namespace Hub.Storage;

/// <summary>How much room the store's disk has.</summary>
/// <param name="free">The free bytes; null where that cannot be told.</param>
internal sealed class DiskRoom(Func<long?> free)
{
    /// <summary>The free bytes; null where that cannot be told.</summary>
    public long? Free => free();

    /// <summary>The room of the disk on which the store's file is; null for a store that is no file here.</summary>
    public static DiskRoom Of(string? file) => new(() =>
    {
        try
        {
            return file is null ? null : new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    });
}
