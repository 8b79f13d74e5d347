using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zendesk;

/// <summary>What <c>zendesk.set_status</c> needs.</summary>
internal sealed record SetStatusInput
{
    [Description("The ticket's id")]
    public required string Ticket { get; init; }

    [Description("The status")]
    [KnownValues("new", "open", "pending", "hold", "solved", "closed")]
    public required string Status { get; init; }
}

/// <summary>Sets the status of a ticket.</summary>
internal sealed class SetStatus : IAction<SetStatusInput>, IRecordAction
{
    public string Name => "zendesk.set_status";

    public string Description => "Sets the status of a ticket.";

    public JsonTypeInfo Input => ZendeskJson.Default.SetStatusInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Interactive;

    public string Object => ZendeskConnector.Ticket;

    public IReadOnlyList<RateLimit> Limits => ZendeskTickets.Limits;

    public string? TargetOf(SetStatusInput input) => input.Ticket;

    public RecordState? WritesTo(object input) => input is SetStatusInput wanted ? ZendeskTickets.StateOf(wanted.Ticket, ZendeskTickets.StatusProperty, wanted.Status) : null;

    public async Task<ActionOutcome> PerformAsync(SetStatusInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (ZendeskTickets.Malformed(input.Ticket) is { } malformed) return new ActionOutcome.Failed(malformed);
        var api = ZendeskApi.Of(context.Connection);
        var body = new TicketWrite(new() { Status = input.Status, Metadata = ZendeskMark.Of([call]) });
        var written = await api.UpdateTicketAsync(input.Ticket, body, cancel).Answered(context.Connection);
        return written.Failure is { } failure
            ? await ZendeskTickets.FailedAsync(api, input.Ticket, failure, context.Connection, cancel)
            : new ActionOutcome.Done(VendorId: input.Ticket);
    }
}
