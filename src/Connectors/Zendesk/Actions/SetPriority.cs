using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zendesk;

/// <summary>What <c>zendesk.set_priority</c> needs.</summary>
internal sealed record SetPriorityInput
{
    [Description("The ticket's id")]
    public required string Ticket { get; init; }

    [Description("The priority")]
    [KnownValues("low", "normal", "high", "urgent")]
    public required string Priority { get; init; }
}

/// <summary>Sets the priority of a ticket.</summary>
internal sealed class SetPriority : IAction<SetPriorityInput>, IRecordAction
{
    public string Name => "zendesk.set_priority";

    public string Description => "Sets the priority of a ticket, such as when nobody has answered in time.";

    public JsonTypeInfo Input => ZendeskJson.Default.SetPriorityInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Interactive;

    public string Object => ZendeskConnector.Ticket;

    public IReadOnlyList<RateLimit> Limits => ZendeskTickets.Limits;

    public string? TargetOf(SetPriorityInput input) => input.Ticket;

    public RecordState? WritesTo(object input) => input is SetPriorityInput wanted ? ZendeskTickets.StateOf(wanted.Ticket, ZendeskTickets.PriorityProperty, wanted.Priority) : null;

    public async Task<ActionOutcome> PerformAsync(SetPriorityInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (ZendeskTickets.Malformed(input.Ticket) is { } malformed) return new ActionOutcome.Failed(malformed);
        var api = ZendeskApi.Of(context.Connection);
        var body = new TicketWrite(new() { Priority = input.Priority, Metadata = ZendeskMark.Of([call]) });
        var written = await api.UpdateTicketAsync(input.Ticket, body, cancel).Answered(context.Connection);
        return written.Failure is { } failure
            ? await ZendeskTickets.FailedAsync(api, input.Ticket, failure, context.Connection, cancel)
            : new ActionOutcome.Done(VendorId: input.Ticket);
    }
}
