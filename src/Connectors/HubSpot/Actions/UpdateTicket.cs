using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.update_ticket</c> needs.</summary>
internal sealed record UpdateTicketInput
{
    [Description("The ticket's id")]
    public required string Ticket { get; init; }

    [Description("The stage, by its id")]
    public string? Stage { get; init; }

    [Description("The pipeline, by its id; it needs a stage of its own")]
    public string? Pipeline { get; init; }

    [Description("The priority")]
    [KnownValues("low", "medium", "high", "urgent")]
    public string? Priority { get; init; }

    [Description("The subject")]
    public string? Subject { get; init; }

    [Description("The id of the HubSpot user who is to own it")]
    public string? Owner { get; init; }

    [Description("More properties by their internal names; an empty text empties one")]
    [MayBeEmpty]
    public IReadOnlyDictionary<string, string>? Properties { get; init; }
}

/// <summary>Changes a ticket.</summary>
internal sealed class UpdateTicket : IAction<UpdateTicketInput>
{
    public string Name => "hubspot.update_ticket";

    public string Description => "Changes a ticket; what is left out stays as it is.";

    public JsonTypeInfo Input => HubSpotJson.Default.UpdateTicketInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => HubSpotObject.Ticket.End;

    public string? TargetOf(UpdateTicketInput input) => input.Ticket;

    public Task<ActionOutcome> PerformAsync(UpdateTicketInput input, ActionCall call, ActionContext context, CancellationToken cancel) => RecordChange.RunAsync(
        HubSpotObject.Ticket, input.Ticket,
        RecordChange.Of(
            input.Properties, ("hs_pipeline", input.Pipeline), ("hs_pipeline_stage", input.Stage), ("hs_ticket_priority", input.Priority?.ToUpperInvariant()), ("subject", input.Subject),
            ("hubspot_owner_id", input.Owner)),
        context.Connection, cancel);
}
