using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.create_ticket</c> needs.</summary>
internal sealed record CreateTicketInput
{
    [Description("The subject")]
    public required string Subject { get; init; }

    [Description("The words")]
    public string? Text { get; init; }

    [Description("The id of the contact whose ticket it is")]
    public string? Contact { get; init; }

    [Description("The pipeline, by its id; 0, HubSpot's own, where it is left out")]
    public string? Pipeline { get; init; }

    [Description("The stage, by its id; 1, the first of HubSpot's own pipeline, where it is left out")]
    public string? Stage { get; init; }

    [Description("The priority")]
    [KnownValues("low", "medium", "high", "urgent")]
    public string? Priority { get; init; }

    [Description("The id of the HubSpot user who is to own it")]
    public string? Owner { get; init; }

    [Description("More properties by their internal names")]
    public IReadOnlyDictionary<string, string>? Properties { get; init; }
}

/// <summary>What <c>hubspot.create_ticket</c> gives.</summary>
/// <param name="TicketId">The ticket's id.</param>
internal sealed record CreateTicketResult([property: Description("The ticket's id")] string TicketId);

/// <summary>Makes a ticket.</summary>
internal sealed class CreateTicket : IAction<CreateTicketInput>
{
    public string Name => "hubspot.create_ticket";

    public string Description => "Makes a ticket, and joins it with a contact.";

    public JsonTypeInfo Input => HubSpotJson.Default.CreateTicketInput;

    public JsonTypeInfo Result => HubSpotJson.Default.CreateTicketResult;

    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Interactive;

    public string Object => HubSpotObject.Ticket.End;

    public string? TargetOf(CreateTicketInput input) => null;

    public async Task<ActionOutcome> PerformAsync(CreateTicketInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var properties = RecordChange.Of(
            input.Properties, ("subject", input.Subject), ("content", input.Text), ("hs_pipeline", input.Pipeline ?? "0"), ("hs_pipeline_stage", input.Stage ?? "1"),
            ("hs_ticket_priority", input.Priority?.ToUpperInvariant()), ("hubspot_owner_id", input.Owner));
        if ((HubSpotCalls.Malformed(("contact", input.Contact), ("owner", input.Owner)) ?? RecordChange.Misnamed(properties)) is { } malformed) return new ActionOutcome.Failed(malformed);
        return MarkedRecords.Outcome(await MarkedRecords.CreateAsync(context.Connection, HubSpotObject.Ticket.Path, properties, Associate.Of(input.Contact), call, cancel), id => new CreateTicketResult(id));
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var found = await MarkedRecords.FindAsync(context.Connection, HubSpotObject.Ticket.Path, Associate.Of(((CreateTicketInput)call.Input).Contact), call, cancel);
        return found is { Value: null, Failure: null } ? null : MarkedRecords.Outcome(found, id => new CreateTicketResult(id));
    }
}
