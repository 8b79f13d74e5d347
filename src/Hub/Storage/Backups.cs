namespace Hub.Storage;

/// <summary>What became of a wish for a copy of the store: a closed set.</summary>
internal abstract record BackupResult
{
    private BackupResult()
    {
    }

    /// <summary>It can be taken now.</summary>
    /// <param name="Lease">Ends the wish.</param>
    public sealed record Ready(IDisposable Lease) : BackupResult;

    /// <summary>It cannot be taken as things stand.</summary>
    /// <param name="Sentence">Why, and what helps.</param>
    public sealed record Refused(string Sentence) : BackupResult;
}

/// <summary>Copies of the store while it is in use, one at a time.</summary>
/// <param name="path">The file of the store; null where it is none but a server, which brings tools of its own.</param>
/// <param name="least">So many bytes stay free on the disk: below that the hub takes no webhooks.</param>
/// <param name="free">How many are free.</param>
internal sealed class Backups(string? path, long least, Func<long> free) : IDisposable
{
    private const string Suffix = ".backup";

    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Whether a copy can be taken now.</summary>
    public BackupResult Begin()
    {
        if (path is null)
        {
            return new BackupResult.Refused(
                "The store is PostgreSQL: copy it with pg_dump, also while the hub works. To put a copy back, stop all nodes, use pg_restore, then start one node with hub run --hold.");
        }

        if (!one.Wait(0)) return new BackupResult.Refused("A backup is being taken already. Wait for its end.");
        var lease = new Lease(one);
        try
        {
            if (Obstacle(path) is not { } obstacle) return new BackupResult.Ready(lease);
            lease.Dispose();
            return new BackupResult.Refused(obstacle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lease.Dispose();
            return new BackupResult.Refused($"The disk of the store does not say how much room there is: {e.Message}");
        }
    }

    /// <summary>The disk on which a store's file lies.</summary>
    public static Func<long> FreeBeside(string? path) => () => new DriveInfo(Path.GetFullPath(path!)).AvailableFreeSpace;

    /// <summary>Removes the copies that a process has left which was killed; the caller has the store for itself.</summary>
    public static void RemoveLeft(string path)
    {
        foreach (var left in (string[])[path + Suffix, path + Suffix + SqliteCopy.Unfinished]) File.Delete(left);
    }

    /// <summary>Takes a copy, which is deleted when the stream is closed.</summary>
    /// <param name="now">Business time, which is noted in it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="StoreUnavailableException">It cannot be written.</exception>
    public async Task<FileStream> TakeAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var copy = path + Suffix;
        await SqliteCopy.WriteAsync(path!, copy, now, cancel);
        return new FileStream(copy, new FileStreamOptions { Access = FileAccess.Read, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan });
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private string? Obstacle(string file)
    {
        var needed = new[] { file, file + "-wal" }.Where(File.Exists).Sum(part => new FileInfo(part).Length);
        var there = free();
        return there - needed > least ? null
            : $"There is no room for a copy beside the store: {needed >> 20} MiB are needed, {there >> 20} MiB are free, and {least >> 20} MiB are to stay free (Hub:MinFreeMegabytes).";
    }

    private sealed class Lease(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
