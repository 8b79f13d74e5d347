using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>The stored files of messages, as actions take them.</summary>
internal sealed class MediaFiles(IDatabase database, MediaFolder folder) : IStoredFiles
{
    private const int LongestName = 100;
    private const int LongestEnding = 8;

    /// <inheritdoc/>
    public async Task<FileAnswer> FindAsync(string id, CancellationToken cancel)
    {
        if (Keys.Of(id) is null) return Missing(FailureKind.Rejected, "no_file", "What stands at file is no id of a file. Take event.media_id of an event media.stored.");
        if (await database.ReadAsync(sql => Media.FindAsync(sql, id), cancel) is not { } row) return Missing(FailureKind.Rejected, "no_file", "The hub has no file with this id.");
        return row.State switch
        {
            // Nobody who listens to media.stored comes as early.
            Media.Pending => Missing(FailureKind.Transient, "file_pending", "The file is not fetched yet."),
            Media.Stored when folder.Has(id) => new FileAnswer.Found(new(() => folder.Open(id)) { Name = NameOf(row.File, id), MimeType = TypeOf(row.File.MimeType), Size = row.Size ?? 0 }),
            Media.Stored => Missing(FailureKind.Transient, "file_elsewhere", "The file is stored, and is not in the folder of this node. Nodes share one folder: set Hub:MediaPath."),
            _ => Missing(FailureKind.Rejected, "file_" + row.State, $"The file is not there: {row.Reason ?? row.State}"),
        };
    }

    /// <summary>A name that is no path and no trap: letters, digits and a few signs, with an ending that fits.</summary>
    /// <param name="file">What the message says of it.</param>
    /// <param name="id">The hub's id of it.</param>
    public static string NameOf(MediaFile file, string id)
    {
        var last = file.FileName?.Replace('\\', '/').Split('/')[^1] ?? "";
        var plain = string.Concat(last.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ' ' ? letter : '_')).Trim(' ', '.');
        if (plain.Length == 0) return $"{file.Kind}-{id[..8]}{EndingOf(file.MimeType)}";
        var ending = Path.GetExtension(plain);
        if (ending.Length is 0 or > LongestEnding) (plain, ending) = (plain + EndingOf(file.MimeType), EndingOf(file.MimeType));
        return plain.Length <= LongestName ? plain : plain[..(LongestName - ending.Length)] + ending;
    }

    /// <summary>The media type without its parameters, for example of <c>audio/ogg; codecs=opus</c>; that of plain bytes where it is none.</summary>
    public static string TypeOf(string? mime) =>
        mime?.Split(';')[0].Trim().ToLowerInvariant() is { Length: <= LongestName } plain && System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(plain, out _) ? plain : "application/octet-stream";

    private static string EndingOf(string? mime) => TypeOf(mime) switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/webp" => ".webp",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        "audio/aac" => ".aac",
        "audio/amr" => ".amr",
        "video/mp4" => ".mp4",
        "video/3gpp" => ".3gp",
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        _ => ".bin",
    };

    private static FileAnswer.Missing Missing(FailureKind kind, string code, string text) => new(new(kind, code, text));
}
