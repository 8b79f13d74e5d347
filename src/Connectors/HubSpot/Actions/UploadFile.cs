using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.upload_file</c> needs.</summary>
[NeedsOneOf(nameof(Text), nameof(File), nameof(Content))]
internal sealed record UploadFileInput
{
    [Description("The file's name with its ending, for example receipt.txt. Only a file that came with a message has one of its own")]
    public string? Name { get; init; }

    [Description("What stands in it, as text; one of text, content and file must be given")]
    public string? Text { get; init; }

    [Description("What stands in it, as base64")]
    public string? Content { get; init; }

    [Description("A file that came with a message: the media_id of an event such as whatsapp.media.stored")]
    public string? File { get; init; }

    [Description("The folder of the file manager; whatsapp where it is left out")]
    public string? Folder { get; init; }
}

/// <summary>What <c>hubspot.upload_file</c> gives.</summary>
/// <param name="FileId">The file's id.</param>
internal sealed record UploadFileResult([property: Description("The file's id, for the files of a note or message")] string FileId);

/// <summary>Puts a file into the file manager, where only people who are signed in see it.</summary>
internal sealed class UploadFile : IAction<UploadFileInput>
{
    private const string UsualFolder = "whatsapp";
    private const int LongestName = 100;

    public string Name => "hubspot.upload_file";

    public string Description => "Puts a file into HubSpot's file manager, private, for a note or a message to have it.";

    public JsonTypeInfo Input => HubSpotJson.Default.UploadFileInput;

    public JsonTypeInfo Result => HubSpotJson.Default.UploadFileResult;

    // It is found by its path, in which the command's id stands; and a second upload takes the place of the first.
    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Sync;

    public string Object => HubSpotConnector.File;

    public string? TargetOf(UploadFileInput input) => null;

    public async Task<ActionOutcome> PerformAsync(UploadFileInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var (name, content, missing) = await SourceOf(input, context, cancel);
        if (missing is not null) return new ActionOutcome.Failed(missing);
        var stored = await HubSpotCalls.AskAsync(context.Connection, (api, token) => api.UploadAsync(token, FormOf(input, FileNameOf(name, call), content!()), cancel), cancel, onceOnly: true);
        return stored switch
        {
            { Failure: { } failure } => new ActionOutcome.Failed(failure),
            { Value.Id: { Length: > 0 } id } => new ActionOutcome.Done(new UploadFileResult(id), id),
            _ => new ActionOutcome.Failed(HubSpotErrors.Unreadable(onceOnly: true)),
        };
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var input = (UploadFileInput)call.Input;
        var (name, _, missing) = await SourceOf(input, context, cancel);
        if (missing is not null) return new ActionOutcome.Failed(missing);
        var path = string.Join('/', $"{FolderOf(input)}/{FileNameOf(name, call)}".Split('/').Select(Uri.EscapeDataString));
        var found = await HubSpotCalls.AskAsync(context.Connection, (api, token) => api.FileAtAsync(token, path, cancel), cancel);
        if (found.Failure is { } failure && !found.IsMissing) return new ActionOutcome.Failed(failure);
        return found.Value?.File?.Id is { Length: > 0 } id ? new ActionOutcome.Done(new UploadFileResult(id), id) : null;
    }

    private static MultipartFormDataContent FormOf(UploadFileInput input, string name, HttpContent content) => new()
    {
        { content, "file", name },
        { new StringContent(name), "fileName" },
        { new StringContent($"/{FolderOf(input)}"), "folderPath" },
        { new StringContent(JsonSerializer.Serialize(new UploadOptions("PRIVATE", Overwrite: true), HubSpotApiJson.Default.UploadOptions)), "options" },
    };

    // The content is made anew for each call: what was sent once cannot be sent again.
    private static async Task<(string Name, Func<HttpContent>? Content, VendorFailure? Failure)> SourceOf(UploadFileInput input, ActionContext context, CancellationToken cancel)
    {
        if (new[] { input.Text, input.Content, input.File }.Count(given => given is not null) != 1) return ("", null, Rejected("invalid_content", "Give one of text, content and file; content is base64."));
        if (input.File is { } id)
        {
            return await context.FindFileAsync(id, cancel) switch
            {
                FileAnswer.Found { File: var file } => (input.Name ?? file.Name, () => new StreamContent(file.Open()), null),
                FileAnswer.Missing { Failure: var missing } => ("", null, missing),
                _ => throw new InvalidOperationException("There is no other answer."),
            };
        }

        if (input.Name is not { } name) return ("", null, Rejected("name", "Give the file a name."));
        return BytesOf(input) is { } bytes ? (name, () => new ByteArrayContent(bytes), null) : ("", null, Rejected("invalid_content", "The content is not base64."));
    }

    private static byte[]? BytesOf(UploadFileInput input)
    {
        if (input.Text is { } text) return Encoding.UTF8.GetBytes(text);
        var bytes = new byte[input.Content!.Length];
        return Convert.TryFromBase64String(input.Content, bytes, out var written) ? bytes[..written] : null;
    }

    private static VendorFailure Rejected(string code, string text) => new(FailureKind.Rejected, code, text);

    // Letters, digits and what file names are made of; everything else would be a path, or be changed by HubSpot.
    private static string FileNameOf(string given, ActionCall call)
    {
        var name = string.Concat(given.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_'));
        return $"{call.CommandId}-{(name.Length > LongestName ? name[^LongestName..] : name)}";
    }

    private static string FolderOf(UploadFileInput input) => input.Folder?.Trim('/') is { Length: > 0 } folder ? folder : UsualFolder;
}
