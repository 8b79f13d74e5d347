namespace Hub.Storage;

/// <summary>Whether a disk takes more: a store can often write a page where there was one before, and nothing besides.</summary>
internal static class DiskProbe
{
    private const int Bytes = 1 << 20;

    /// <summary>Writes a mebibyte beside the store and takes it away again.</summary>
    /// <exception cref="IOException">There is no room, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Write(string path)
    {
        var probe = path + ".probe";
        try
        {
            using var file = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write(new byte[Bytes]);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(probe);
        }
    }
}
