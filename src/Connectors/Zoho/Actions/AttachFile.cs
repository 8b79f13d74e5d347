using System.ComponentModel;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.attach_…_file</c> needs: a link, a file that the hub keeps, or the file itself.</summary>
[NeedsOneOf(nameof(Url), nameof(File), nameof(Base64))]
internal sealed record AttachFileInput
{
    [Description("The record's id")]
    public required string Record { get; init; }

    [Description("The name with its ending, for example photo.jpg; the hub adds its mark to it. Only a file that came with a message has one of its own")]
    public string? Name { get; init; }

    [Description("The https address of the file, which is attached as a link")]
    public string? Url { get; init; }

    [Description("A file that came with a message: the media_id of an event such as whatsapp.media.stored")]
    public string? File { get; init; }

    [Description("The file itself in base64; 20 MB at most")]
    public string? Base64 { get; init; }
}

/// <summary>What <c>zoho.attach_…_file</c> gives.</summary>
/// <param name="AttachmentId">The attachment's id.</param>
internal sealed record AttachFileResult([property: Description("The attachment's id")] string AttachmentId);

/// <summary>Attaches a file or a link to a record.</summary>
/// <param name="module">The record's module.</param>
internal sealed class AttachFile(ZohoModule module) : IAction<AttachFileInput>
{
    // From memory.
    private const int MostBytes = 20 * 1024 * 1024;

    // So many letters of the command's id tell the attachments of one record apart.
    private const int MarkLetters = 16;

    public string Name => $"zoho.attach_{module.Name}_file";

    public string Description => $"Attaches a file or a link to a {module.Name}.";

    public JsonTypeInfo Input => ZohoJson.Default.AttachFileInput;

    public JsonTypeInfo Result => ZohoJson.Default.AttachFileResult;

    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Sync;

    public string Object => module.Object;

    public string? TargetOf(AttachFileInput input) => input.Record;

    public async Task<ActionOutcome> PerformAsync(AttachFileInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (ZohoWrites.Malformed(input.Record) is { } malformed) return new ActionOutcome.Failed(malformed);
        if (new[] { input.Url, input.File, input.Base64 }.Count(given => given is not null) != 1) return Rejected("one_source", "Give one of url, file and base64.");
        if (input.Name is null && input.File is null) return Rejected("name", "Give the file a name.");
        Answer<WriteAnswer> answer;
        if (input.Url is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps) return Rejected("invalid_url", "The address of the file is no https address.");
            answer = await context.Connection.AskAsync(api => api.AttachLinkAsync(module.ApiName, input.Record, url, NameOf(input.Name!, call), cancel), cancel, onceOnly: true);
        }
        else
        {
            var (name, size, content, failure) = await SourceOf(input, context, cancel);
            if (failure is not null) return new ActionOutcome.Failed(failure);
            if (size > MostBytes) return Rejected("file_too_large", "Zoho takes files of 20 MB at most.");
            answer = await context.Connection.AskAsync(api => api.AttachFileAsync(module.ApiName, input.Record, Part(content!(), NameOf(name, call)), cancel), cancel, onceOnly: true);
        }

        return ZohoErrors.OfRecord(answer) switch
        {
            { Failure: { } failure } => new ActionOutcome.Failed(failure),
            { Value.Id: { } id } => new ActionOutcome.Done(new AttachFileResult(id), id),
            _ => new ActionOutcome.Failed(new(FailureKind.Unknown, "unreadable", "Zoho's answer has no attachment.")),
        };
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var input = (AttachFileInput)call.Input;
        var mark = MarkOf(call);

        // Whether Zoho keeps the title of a link is from memory: the address tells too.
        var found = await RelatedSearch.FindAsync(
            module, input.Record, "Attachments", "File_Name,Created_Time,$link_url",
            row => ErrorDetails.TextOf(row, "File_Name")?.Contains(mark, StringComparison.Ordinal) == true || (input.Url is { } url && ErrorDetails.TextOf(row, "$link_url") == url),
            call.OccurredAt, context.Connection, cancel);
        if (found.Failure is { } failure) return failure.Code == ZohoErrors.Gone ? null : new ActionOutcome.Failed(failure);
        return found.Id is { } id ? new ActionOutcome.Done(new AttachFileResult(id), id) : null;
    }

    private static string MarkOf(ActionCall call) => call.CommandId.Length > MarkLetters ? call.CommandId[..MarkLetters] : call.CommandId;

    private static string NameOf(string name, ActionCall call)
    {
        // A path or a quote in a name would be the CRM's or the header's business.
        var plain = new string([.. name.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ' ' ? letter : '_')]).Trim();
        var ending = Path.GetExtension(plain);
        return $"{Path.GetFileNameWithoutExtension(plain)}-{MarkOf(call)}{ending}";
    }

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }

    // Made anew for each call: what was sent once cannot be sent again.
    private static async Task<(string Name, long Size, Func<HttpContent>? Content, VendorFailure? Failure)> SourceOf(AttachFileInput input, ActionContext context, CancellationToken cancel)
    {
        if (input.File is { } id)
        {
            return await context.FindFileAsync(id, cancel) switch
            {
                FileAnswer.Found { File: var file } => (input.Name ?? file.Name, file.Size, () => new StreamContent(file.Open()), null),
                FileAnswer.Missing { Failure: var missing } => ("", 0, null, missing),
                _ => throw new InvalidOperationException("There is no other answer."),
            };
        }

        return Bytes(input.Base64!) is { } bytes
            ? (input.Name!, bytes.Length, () => new ByteArrayContent(bytes), null)
            : ("", 0, null, new(FailureKind.Rejected, "invalid_base64", "The file is not base64."));
    }

    private static MultipartFormDataContent Part(HttpContent file, string name)
    {
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        // The library writes what is not ASCII in base64 (RFC 2047), in which nobody finds the mark again; browsers, and so Zoho, take UTF-8 as it is. Quotes and the like are not in the name.
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
        var form = new MultipartFormDataContent { HeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        form.Add(file);
        return form;
    }

    private static ActionOutcome.Failed Rejected(string code, string text) => new(new(FailureKind.Rejected, code, text));
}
