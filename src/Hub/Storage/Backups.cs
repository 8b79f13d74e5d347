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
internal sealed class Backups(string? path) : IDisposable
{
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
        var needed = new[] { path, path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
        var free = new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace;
        if (free > needed) return new BackupResult.Ready(new Lease(one));
        one.Release();
        return new BackupResult.Refused($"There is no room for a copy beside the store: {needed >> 20} MiB are needed, {free >> 20} MiB are free.");
    }

    /// <summary>Takes a copy, which is deleted when the stream is closed.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be written.</exception>
    public async Task<FileStream> TakeAsync(CancellationToken cancel)
    {
        var copy = path + ".backup";
        await SqliteCopy.WriteAsync(path!, copy, cancel);
        return new FileStream(copy, new FileStreamOptions { Access = FileAccess.Read, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan });
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private sealed class Lease(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
