using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zendesk;

/// <summary>What <c>zendesk.create_ticket</c> needs.</summary>
internal sealed record CreateTicketInput
{
    [Description("The customer who asks; they become a Zendesk user where they are none yet")]
    public required CustomerRef Requester { get; init; }

    [Description("The subject")]
    public required string Subject { get; init; }

    [Description("The words of the first comment, which is public and by the requester")]
    public required string Text { get; init; }

    [Description("The id of the closed ticket that this one follows")]
    public string? FollowUpOf { get; init; }

    [Description("Tags")]
    public IReadOnlyList<string>? Tags { get; init; }

    [Description("The status; new when left out")]
    [KnownValues("new", "open", "pending", "hold", "solved")]
    public string? Status { get; init; }

    [Description("The priority")]
    [KnownValues("low", "normal", "high", "urgent")]
    public string? Priority { get; init; }
}

/// <summary>What <c>zendesk.create_ticket</c> gives.</summary>
/// <param name="TicketId">The ticket's id.</param>
internal sealed record CreateTicketResult([property: Description("The ticket's id")] string TicketId);

/// <summary>Opens a ticket.</summary>
internal sealed class CreateTicket : IAction<CreateTicketInput>
{
    public string Name => "zendesk.create_ticket";

    public string Description => "Opens a ticket for a customer, or a follow-up of a closed one.";

    public JsonTypeInfo Input => ZendeskJson.Default.CreateTicketInput;

    public JsonTypeInfo Result => ZendeskJson.Default.CreateTicketResult;

    // Zendesk keeps an idempotency key for about two hours.
    public EffectClass Effect { get; } = new EffectClass.Keyed(TimeSpan.FromHours(2));

    public Lane Lane => Lane.Interactive;

    public string Object => ZendeskConnector.Ticket;

    public string? TargetOf(CreateTicketInput input) => null;

    public async Task<ActionOutcome> PerformAsync(CreateTicketInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var api = ZendeskApi.Of(context.Connection);
        var connection = context.Connection;
        if (input.FollowUpOf is not null && ZendeskTickets.Malformed(input.FollowUpOf) is { } malformed) return new ActionOutcome.Failed(malformed);
        if (ZendeskTags.Malformed(input.Tags) is { } tags) return new ActionOutcome.Failed(tags);
        var requester = await ZendeskUsers.FindOrCreateAsync(api, input.Requester, connection, cancel);
        if (requester.Value is not { Id: { } user }) return new ActionOutcome.Failed(requester.Failure!);

        // A ticket that was deleted meanwhile can have no follow-up; the customer's words must not be lost for that.
        var source = input.FollowUpOf is null ? default : await api.TicketAsync(input.FollowUpOf, cancel).Answered(connection);
        if (source is { Failure: { } failure, IsMissing: false }) return new ActionOutcome.Failed(failure);

        var ticket = new TicketFields
        {
            Subject = input.Subject,
            RequesterId = user,
            SubmitterId = user,
            ExternalId = ZendeskMark.ExternalId(call.CommandId),
            ViaFollowupSourceId = source.Value is null ? null : input.FollowUpOf,
            Comment = new() { Body = input.Text, Public = true },
            Status = input.Status,
            Priority = input.Priority,
            Tags = input.Tags,
            Metadata = ZendeskMark.Of([call]),
        };
        var made = await api.CreateTicketAsync(call.CommandId, new(ticket), cancel).Answered(connection);
        return made switch
        {
            // An earlier attempt went out with another body (the customer's user was merged meanwhile): what it made is what was asked for.
            { Failure: { Code: ZendeskErrors.KeyReused } reused } => await FindAsync(call, context, cancel) ?? new ActionOutcome.Failed(reused),
            { Failure: { } refused } => new ActionOutcome.Failed(refused),
            { Value.Ticket.Id: { } id } => Made(id) with { Learned = new(input.Requester.Id, ZendeskPeople.RecordOf(user)) },
            _ => new ActionOutcome.Failed(new(FailureKind.Unknown, "unreadable", "Zendesk's answer has no ticket.")),
        };
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var found = await ZendeskApi.Of(context.Connection).TicketsByExternalIdAsync(ZendeskMark.ExternalId(call.CommandId), cancel).Answered(context.Connection);
        if (found.Failure is not null) return new ActionOutcome.Failed(found.Failure);
        return found.Value?.Tickets is [{ Id: { } id }, ..] ? Made(id) : null;
    }

    private static ActionOutcome.Done Made(string id) => new(new CreateTicketResult(id), id);
}
