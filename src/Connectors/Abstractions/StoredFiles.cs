namespace Hub.Connectors;

/// <summary>The files that the hub keeps; the hub implements it.</summary>
public interface IStoredFiles
{
    /// <summary>Finds a stored file.</summary>
    /// <param name="id">The hub's id of it, as <see cref="StoredMedia.MediaId"/> tells it.</param>
    /// <param name="cancel">Ends the look.</param>
    Task<FileAnswer> FindAsync(string id, CancellationToken cancel);
}

/// <summary>What looking for a stored file led to: a closed set.</summary>
public abstract record FileAnswer
{
    private FileAnswer()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="File">The file.</param>
    public sealed record Found(StoredFile File) : FileAnswer;

    /// <summary>It is not there, or not yet.</summary>
    /// <param name="Failure">Why, and so whether to try again.</param>
    public sealed record Missing(VendorFailure Failure) : FileAnswer;
}

/// <summary>A stored file, whole and checked.</summary>
/// <param name="open">Opens its bytes from the begin; a call that is made twice reads them twice.</param>
public sealed class StoredFile(Func<Stream> open)
{
    /// <summary>A name with an ending, never a path.</summary>
    public required string Name { get; init; }

    /// <summary>The media type, for example <c>image/jpeg</c>.</summary>
    public required string MimeType { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Size { get; init; }

    /// <summary>Opens its bytes from the begin.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Stream Open() => open();
}
