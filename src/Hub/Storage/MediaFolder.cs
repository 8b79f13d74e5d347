using System.Security.Cryptography;

namespace Hub.Storage;

/// <summary>What writing a file led to: a closed set.</summary>
internal abstract record FileWritten
{
    private FileWritten()
    {
    }

    /// <summary>It lies under its temporary name, and has reached the disk.</summary>
    /// <param name="Size">Its bytes.</param>
    /// <param name="Sha256">Their SHA-256, lower-case hex.</param>
    public sealed record Whole(long Size, string Sha256) : FileWritten;

    /// <summary>It has more bytes than it may.</summary>
    public sealed record TooLarge : FileWritten;
}

/// <summary>
/// The folder of the files that came with messages, which only the hub's own user may read. A file lies under the hub's id of it, of which nothing comes from outside: <c>4f/4f09….bin</c>.
/// It is written under another name and renamed when it is whole, so that what lies under an id always is.
/// </summary>
/// <param name="path">The folder; made with the first file.</param>
internal sealed class MediaFolder(string path)
{
    private const string Part = ".part";
    private const int BufferBytes = 64 * 1024;

    /// <summary>The free bytes of its disk; null where that cannot be told.</summary>
    public long? Free => DiskRoom.Of(Path.Combine(Existing(path), "media")).Free;

    /// <summary>Writes the bytes of a file under its temporary name; what lay there is replaced.</summary>
    /// <param name="id">The hub's id of the file.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mostBytes">How many it may have.</param>
    /// <param name="silence">How long no byte may come.</param>
    /// <param name="time">The clock of that.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">The bytes broke off, or the disk does not take them.</exception>
    /// <exception cref="TimeoutException">No byte came for too long.</exception>
    public async Task<FileWritten> WriteAsync(string id, Stream content, long mostBytes, TimeSpan silence, TimeProvider time, CancellationToken cancel)
    {
        var part = PathOf(id) + Part;
        PrivateFiles.MakeFolder(Path.GetDirectoryName(part)!);
        var options = PrivateFiles.Options(FileAccess.Write);
        options.Mode = FileMode.Create;
        options.BufferSize = 0;
        options.Options = FileOptions.Asynchronous;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(part, options);
        var buffer = new byte[BufferBytes];
        var size = 0L;
        while (await ReadAsync(content, buffer, silence, time, cancel) is > 0 and var read)
        {
            size += read;
            if (size > mostBytes) return new FileWritten.TooLarge();
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        file.Flush(flushToDisk: true);
        return new FileWritten.Whole(size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Gives the written file its name.</summary>
    public void Name(string id) => File.Move(PathOf(id) + Part, PathOf(id), overwrite: true);

    /// <summary>Takes away what lies under an id, under either name.</summary>
    public void Remove(string id)
    {
        if (!Directory.Exists(Path.GetDirectoryName(PathOf(id)))) return;
        File.Delete(PathOf(id) + Part);
        File.Delete(PathOf(id));
    }

    /// <summary>Takes away what a process that died has left half written.</summary>
    /// <returns>How many files.</returns>
    public int RemoveParts()
    {
        if (!Directory.Exists(path)) return 0;
        var parts = Directory.GetFiles(path, "*" + Part, SearchOption.AllDirectories);
        foreach (var part in parts) File.Delete(part);
        return parts.Length;
    }

    /// <summary>Whether the bytes of a file lie here.</summary>
    public bool Has(string id) => File.Exists(PathOf(id));

    /// <summary>Opens the bytes of a file.</summary>
    /// <exception cref="IOException">They are not here.</exception>
    public FileStream Open(string id) => new(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private string PathOf(string id) =>
        Keys.Of(id) is not null ? Path.Combine(path, id[..2], id + ".bin") : throw new ArgumentException("It is no id of the hub.", nameof(id));

    private static string Existing(string folder) => Directory.Exists(folder) || Path.GetDirectoryName(Path.GetFullPath(folder)) is not { } above ? folder : Existing(above);

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, TimeSpan silence, TimeProvider time, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            return await content.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"No byte came for {silence.TotalSeconds:0} s.", late);
        }
    }
}
