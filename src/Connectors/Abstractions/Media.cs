using System.ComponentModel;

namespace Hub.Connectors;

/// <summary>A file that came with a message and that the vendor keeps for a while.</summary>
/// <param name="Id">By which the vendor gives it; null where the vendor named none.</param>
/// <param name="Kind">The kind of message: <c>image</c>, <c>video</c>, <c>audio</c>, <c>document</c>, <c>sticker</c>.</param>
public sealed record MediaFile(string? Id, string Kind)
{
    /// <summary>Its media type as the message says, for example <c>image/jpeg</c>.</summary>
    public string? MimeType { get; init; }

    /// <summary>The SHA-256 of its bytes in lower-case hex, where the message gives one that can be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The name that its sender gave it.</summary>
    public string? FileName { get; init; }

    /// <summary>The words that came with it.</summary>
    public string? Caption { get; init; }
}

/// <summary>Gives the files of messages. Its connector declares the event type <c>name.media.stored</c> with the record <see cref="StoredMedia"/>, in a thread; the hub itself reports it.</summary>
public interface IMediaSource
{
    /// <summary>The largest file of this kind that is taken, in bytes; at least 1.</summary>
    long MostBytes(MediaFile file, object options);

    /// <summary>Asks the vendor for a file. Each call asks anew whereat it is: such addresses end within minutes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="connection">The connection whose message it came with.</param>
    /// <param name="cancel">Ends the call, and the reading of what it opened.</param>
    /// <returns>Throws only what the HTTP client throws.</returns>
    Task<MediaAnswer> OpenAsync(MediaFile file, Connection connection, CancellationToken cancel);
}

/// <summary>What asking for a file led to: a closed set.</summary>
public abstract record MediaAnswer
{
    private MediaAnswer()
    {
    }

    /// <summary>It is on its way.</summary>
    /// <param name="Content">Its bytes; whoever has read them disposes of it.</param>
    public sealed record Opened(Stream Content) : MediaAnswer
    {
        /// <summary>Its media type, where the vendor says more than the message did.</summary>
        public string? MimeType { get; init; }

        /// <summary>The SHA-256 of its bytes in lower-case hex, where the vendor says so beside the bytes.</summary>
        public string? Sha256 { get; init; }

        /// <summary>How many bytes it has, where the vendor says so.</summary>
        public long? Size { get; init; }
    }

    /// <summary>The vendor has it no more, or never had it.</summary>
    /// <param name="Reason">One sentence without personal data.</param>
    public sealed record Gone(string Reason) : MediaAnswer;

    /// <summary>The vendor did not give it now.</summary>
    /// <param name="Failure">Why, and so when to try again.</param>
    public sealed record Failed(VendorFailure Failure) : MediaAnswer;
}

/// <summary>What mappings see of a file that is stored.</summary>
public sealed record StoredMedia
{
    /// <summary>The hub's id of the file: 32 lower-case hex digits.</summary>
    [Description("The hub's id of the file, which actions take as file")]
    public required string MediaId { get; init; }

    /// <summary>The vendor's id of the message.</summary>
    [Description("The vendor's id of the message that it came with")]
    public required string MessageId { get; init; }

    /// <summary>The kind of message.</summary>
    [Description("What it is")]
    [KnownValues("image", "video", "audio", "document", "sticker")]
    public required string Kind { get; init; }

    /// <summary>The media type.</summary>
    [Description("The media type, for example image/jpeg")]
    public required string MimeType { get; init; }

    /// <summary>The SHA-256 in lower-case hex.</summary>
    [Description("The SHA-256 of its bytes, 64 hex digits")]
    public required string Sha256 { get; init; }

    /// <summary>How many bytes it has.</summary>
    [Description("How many bytes it has")]
    public required long Size { get; init; }

    /// <summary>A name with an ending, never a path.</summary>
    [Description("Its name: that of the document as the person sent it, or one made of what it is; never a path")]
    public required string FileName { get; init; }

    /// <summary>The caption.</summary>
    [Description("The words that came with it")]
    public string? Caption { get; init; }

    /// <summary>When the message was sent.</summary>
    [Description("When the message was sent")]
    public required DateTimeOffset SentAt { get; init; }
}
