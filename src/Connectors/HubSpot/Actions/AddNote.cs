using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What all notes have.</summary>
internal interface INote
{
    string Text { get; }

    DateTimeOffset? At { get; }

    IReadOnlyList<string>? Files { get; }
}

/// <summary>What <c>hubspot.add_contact_note</c> needs.</summary>
internal sealed record AddContactNoteInput : INote
{
    [Description("The contact's id")]
    public required string Contact { get; init; }

    [Description("The words")]
    public required string Text { get; init; }

    [Description("Its place on the timeline; the time of the event where it is left out")]
    public DateTimeOffset? At { get; init; }

    [Description("The ids of files that hubspot.upload_file gave")]
    public IReadOnlyList<string>? Files { get; init; }
}

/// <summary>What <c>hubspot.add_deal_note</c> needs.</summary>
internal sealed record AddDealNoteInput : INote
{
    [Description("The deal's id")]
    public required string Deal { get; init; }

    [Description("The words")]
    public required string Text { get; init; }

    [Description("Its place on the timeline; the time of the event where it is left out")]
    public DateTimeOffset? At { get; init; }

    [Description("The ids of files that hubspot.upload_file gave")]
    public IReadOnlyList<string>? Files { get; init; }
}

/// <summary>What <c>hubspot.add_ticket_note</c> needs.</summary>
internal sealed record AddTicketNoteInput : INote
{
    [Description("The ticket's id")]
    public required string Ticket { get; init; }

    [Description("The words")]
    public required string Text { get; init; }

    [Description("Its place on the timeline; the time of the event where it is left out")]
    public DateTimeOffset? At { get; init; }

    [Description("The ids of files that hubspot.upload_file gave")]
    public IReadOnlyList<string>? Files { get; init; }
}

/// <summary>What adding a note gives.</summary>
/// <param name="NoteId">The note's id.</param>
internal sealed record AddNoteResult([property: Description("The note's id")] string NoteId);

/// <summary>Writes a note on the timeline of a record.</summary>
/// <typeparam name="TInput">The input record.</typeparam>
/// <param name="kind">The kind of record.</param>
/// <param name="input">The input's form.</param>
internal abstract class AddNote<TInput>(HubSpotObject kind, JsonTypeInfo<TInput> input) : IAction<TInput>
    where TInput : class, INote
{
    private const string Notes = "notes";

    public string Name => $"hubspot.add_{kind.Name}_note";

    public string Description => $"Writes a note on the timeline of a {kind.Name}.";

    public JsonTypeInfo Input => input;

    public JsonTypeInfo Result => HubSpotJson.Default.AddNoteResult;

    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Sync;

    public string Object => kind.End;

    public abstract string TargetOf(TInput input);

    public async Task<ActionOutcome> PerformAsync(TInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var body = TimelineBody.Of(input.Text, context.Connection.Options<HubSpotOptions>());
        if ((HubSpotCalls.Malformed((kind.Name, TargetOf(input))) ?? TimelineBody.Malformed(input.Files) ?? TimelineBody.TooLong(body)) is { } malformed) return new ActionOutcome.Failed(malformed);
        var properties = RecordChange.Of(
            null, ("hs_note_body", body), ("hs_timestamp", HubSpotTimes.Text(input.At ?? call.OccurredAt)), ("hs_attachment_ids", TimelineBody.Files(input.Files)));
        return MarkedRecords.Outcome(await MarkedRecords.CreateAsync(context.Connection, Notes, properties, [new(kind.Path, TargetOf(input))], call, cancel), id => new AddNoteResult(id));
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var found = await MarkedRecords.FindAsync(context.Connection, Notes, [new(kind.Path, TargetOf((TInput)call.Input))], call, cancel);
        return found is { Value: null, Failure: null } ? null : MarkedRecords.Outcome(found, id => new AddNoteResult(id));
    }
}

/// <summary>Writes a note on a contact.</summary>
internal sealed class AddContactNote() : AddNote<AddContactNoteInput>(HubSpotObject.Contact, HubSpotJson.Default.AddContactNoteInput)
{
    public override string TargetOf(AddContactNoteInput input) => input.Contact;
}

/// <summary>Writes a note on a deal.</summary>
internal sealed class AddDealNote() : AddNote<AddDealNoteInput>(HubSpotObject.Deal, HubSpotJson.Default.AddDealNoteInput)
{
    public override string TargetOf(AddDealNoteInput input) => input.Deal;
}

/// <summary>Writes a note on a ticket.</summary>
internal sealed class AddTicketNote() : AddNote<AddTicketNoteInput>(HubSpotObject.Ticket, HubSpotJson.Default.AddTicketNoteInput)
{
    public override string TargetOf(AddTicketNoteInput input) => input.Ticket;
}
