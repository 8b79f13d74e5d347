using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.add_…_note</c> needs.</summary>
internal sealed record AddNoteInput
{
    [Description("The record's id")]
    public required string Record { get; init; }

    [Description("The title; WhatsApp when left out")]
    public string? Title { get; init; }

    [Description("The words; Zoho takes no author and no time, so say them here")]
    public required string Text { get; init; }
}

/// <summary>What <c>zoho.add_…_note</c> gives.</summary>
/// <param name="NoteId">The note's id.</param>
internal sealed record AddNoteResult([property: Description("The note's id")] string NoteId);

/// <summary>The record that a note belongs to.</summary>
/// <param name="Module">Its module.</param>
/// <param name="Id">Its id.</param>
internal sealed record NoteParent(NoteModule Module, string Id);

/// <summary>A module by its API name.</summary>
internal sealed record NoteModule(string ApiName);

/// <summary>Writes a note on a record.</summary>
/// <param name="module">The record's module.</param>
internal sealed class AddNote(ZohoModule module) : IAction<AddNoteInput>
{
    // From memory.
    private const int MostLetters = 32_000;
    private const int MostTitleLetters = 120;

    public string Name => $"zoho.add_{module.Name}_note";

    public string Description => $"Writes a note on a {module.Name}, with the hub's mark in its last line.";

    public JsonTypeInfo Input => ZohoJson.Default.AddNoteInput;

    public JsonTypeInfo Result => ZohoJson.Default.AddNoteResult;

    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Sync;

    public string Object => module.Object;

    public string? TargetOf(AddNoteInput input) => input.Record;

    public async Task<ActionOutcome> PerformAsync(AddNoteInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (ZohoWrites.Malformed(input.Record) is { } malformed) return new ActionOutcome.Failed(malformed);
        var content = $"{input.Text}\n\n{MarkOf(call)}";
        var title = input.Title ?? "WhatsApp";
        if (content.Length > MostLetters) return new ActionOutcome.Failed(new(FailureKind.Rejected, "text_too_long", $"A note of Zoho takes at most {MostLetters} letters."));
        if (title.Length > MostTitleLetters) return new ActionOutcome.Failed(new(FailureKind.Rejected, "title_too_long", $"The title of a note takes at most {MostTitleLetters} letters."));
        var note = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["Note_Title"] = ZohoJson.ValueOf(title),
            ["Note_Content"] = ZohoJson.ValueOf(content),
            ["Parent_Id"] = JsonSerializer.SerializeToElement(new NoteParent(new(module.ApiName), input.Record), ZohoJson.Default.NoteParent),
        };
        var answer = ZohoErrors.OfRecord(await context.Connection.AskAsync(api => api.AddNoteAsync(new() { Data = [note] }, cancel), cancel, onceOnly: true));
        return answer switch
        {
            // The record stands inside of the note here.
            { Failure: { Code: "INVALID_DATA" } failure } when failure.Text.Contains("Parent_Id", StringComparison.Ordinal) => new ActionOutcome.Failed(failure with { Kind = FailureKind.TargetClosed, Code = ZohoErrors.Gone, Text = "The record is not in the CRM any more." }),
            { Failure: { } failure } => new ActionOutcome.Failed(failure),
            { Value.Id: { } id } => new ActionOutcome.Done(new AddNoteResult(id), id),
            _ => new ActionOutcome.Failed(new(FailureKind.Unknown, "unreadable", "Zoho's answer has no note.")),
        };
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var record = ((AddNoteInput)call.Input).Record;
        var mark = MarkOf(call);
        var found = await RelatedSearch.FindAsync(module, record, "Notes", "Note_Title,Note_Content,Created_Time", note => ErrorDetails.TextOf(note, "Note_Content")?.Contains(mark, StringComparison.Ordinal) == true, call.OccurredAt, context.Connection, cancel);
        if (found.Failure is { } failure) return failure.Code == ZohoErrors.Gone ? null : new ActionOutcome.Failed(failure);
        return found.Id is { } id ? new ActionOutcome.Done(new AddNoteResult(id), id) : null;
    }

    private static string MarkOf(ActionCall call) => $"[hub {call.CommandId}]";
}

/// <summary>Looks through what belongs to a record, which is not behind as the search index is.</summary>
internal static class RelatedSearch
{
    private const int PageSize = 200;

    // The clocks of the hub and of Zoho differ; a day more is seldom a page more.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>Looks for one, the newest first, back to a day before <paramref name="since"/>.</summary>
    /// <returns>Its id; null where there is none.</returns>
    public static async Task<(string? Id, VendorFailure? Failure)> FindAsync(
        ZohoModule module, string record, string list, string fields, Func<JsonElement, bool> wanted, DateTimeOffset since, Connection connection, CancellationToken cancel)
    {
        for (var page = 1; ; page++)
        {
            var number = page;
            var answer = await connection.AskAsync(api => api.RelatedAsync(module.ApiName, record, list, fields, "Created_Time", "desc", PageSize, number, cancel), cancel);
            if (answer.Failure is not null) return (null, answer.Failure);
            var rows = answer.Value?.Data ?? [];
            var at = rows.ToList().FindIndex(row => wanted(row));
            if (at >= 0) return (ErrorDetails.TextOf(rows[at], "id"), null);
            if (answer.Value is not { Info.MoreRecords: true } || rows.Count == 0 || IsPast(rows, since - Slack)) return (null, null);
        }
    }

    // Only a page that really is in falling order says that all later ones are older: a wrong "not there" would write a note twice.
    private static bool IsPast(IReadOnlyList<JsonElement> rows, DateTimeOffset bound)
    {
        var (newest, oldest) = (TimeOf(rows[0]), TimeOf(rows[^1]));
        return newest > oldest && oldest < bound;
    }

    private static DateTimeOffset? TimeOf(JsonElement row) => LooseTime.Of(ErrorDetails.TextOf(row, "Created_Time"));
}
