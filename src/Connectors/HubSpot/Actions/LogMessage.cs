using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.log_message</c> needs.</summary>
internal sealed record LogMessageInput
{
    [Description("The id of the contact on whose timeline the message is to stand")]
    public required string Contact { get; init; }

    [Description("The id of a ticket on whose timeline it is to stand too")]
    public string? Ticket { get; init; }

    [Description("The id of a deal on whose timeline it is to stand too")]
    public string? Deal { get; init; }

    [Description("The words")]
    public required string Text { get; init; }

    [Description("Whose words they are, as people read it in front of them: HubSpot keeps no direction")]
    public string? Author { get; init; }

    [Description("When the message was sent, its place on the timeline; the time of the event where it is left out")]
    public DateTimeOffset? SentAt { get; init; }

    [Description("The ids of files that hubspot.upload_file gave")]
    public IReadOnlyList<string>? Files { get; init; }

    [Description("The id of the HubSpot user who is to own it")]
    public string? Owner { get; init; }
}

/// <summary>What <c>hubspot.log_message</c> gives.</summary>
/// <param name="MessageId">HubSpot's id of the logged message.</param>
internal sealed record LogMessageResult([property: Description("HubSpot's id of the logged message")] string MessageId);

/// <summary>Writes a WhatsApp message on the timeline of a contact, and of a ticket or deal.</summary>
internal sealed class LogMessage : IAction<LogMessageInput>
{
    private const string Communications = "communications";

    public string Name => "hubspot.log_message";

    public string Description => "Writes a WhatsApp message on the timeline of a contact, and of a ticket or deal where they are given.";

    public JsonTypeInfo Input => HubSpotJson.Default.LogMessageInput;

    public JsonTypeInfo Result => HubSpotJson.Default.LogMessageResult;

    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Sync;

    public string Object => HubSpotObject.Contact.End;

    public string? TargetOf(LogMessageInput input) => input.Contact;

    public async Task<ActionOutcome> PerformAsync(LogMessageInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var options = context.Connection.Options<HubSpotOptions>();
        var body = TimelineBody.Of(input.Author, input.Text, options);
        if ((HubSpotCalls.Malformed(("contact", input.Contact), ("ticket", input.Ticket), ("deal", input.Deal), ("owner", input.Owner)) ?? TimelineBody.Malformed(input.Files) ?? TimelineBody.TooLong(body)) is { } malformed) return new ActionOutcome.Failed(malformed);

        // "CRM" is the only place that HubSpot takes (developers.hubspot.com, "Communications").
        var properties = RecordChange.Of(
            null,
            ("hs_communication_channel_type", "WHATS_APP"),
            ("hs_communication_logged_from", "CRM"),
            ("hs_communication_body", body),
            ("hs_timestamp", HubSpotTimes.Text(input.SentAt ?? call.OccurredAt)),
            ("hubspot_owner_id", input.Owner),
            ("hs_attachment_ids", TimelineBody.Files(input.Files)));
        return MarkedRecords.Outcome(await MarkedRecords.CreateAsync(context.Connection, Communications, properties, AssociatesOf(input), call, cancel), id => new LogMessageResult(id));
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var found = await MarkedRecords.FindAsync(context.Connection, Communications, AssociatesOf((LogMessageInput)call.Input), call, cancel);
        return found is { Value: null, Failure: null } ? null : MarkedRecords.Outcome(found, id => new LogMessageResult(id));
    }

    private static IReadOnlyList<Associate> AssociatesOf(LogMessageInput input) => Associate.Of(input.Contact, input.Deal, input.Ticket);
}
