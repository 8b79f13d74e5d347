using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zendesk;

/// <summary>A ticket as queries give it.</summary>
internal sealed record TicketRecord
{
    [Description("The ticket's id")]
    public required string Id { get; init; }

    [Description("The subject")]
    public string? Subject { get; init; }

    [Description("The status")]
    [KnownValues("new", "open", "pending", "hold", "solved", "closed")]
    public required string Status { get; init; }

    [Description("The priority")]
    [KnownValues("low", "normal", "high", "urgent")]
    public string? Priority { get; init; }

    [Description("The id that another system gave the ticket")]
    public string? ExternalId { get; init; }

    [Description("The id of the user who asks")]
    public string? RequesterId { get; init; }

    [Description("The id of the agent who is responsible")]
    public string? AssigneeId { get; init; }

    [Description("The tags")]
    public required IReadOnlyList<string> Tags { get; init; }

    [Description("When it was opened")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it last changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The record of a ticket in an answer.</summary>
    public static TicketRecord Of(TicketBody ticket) => new()
    {
        Id = ticket.Id ?? "",
        Subject = ticket.Subject,
        Status = ticket.Status ?? "",
        Priority = ticket.Priority,
        ExternalId = ticket.ExternalId,
        RequesterId = ZendeskId.OrNull(ticket.RequesterId),
        AssigneeId = ZendeskId.OrNull(ticket.AssigneeId),
        Tags = ticket.Tags ?? [],
        CreatedAt = ticket.CreatedAt,
        UpdatedAt = ticket.UpdatedAt,
    };
}

/// <summary>What <c>zendesk.get_ticket</c> needs.</summary>
/// <param name="Ticket">The ticket's id.</param>
internal sealed record GetTicketInput([property: Description("The ticket's id")] string Ticket);

/// <summary>Fetches one ticket.</summary>
internal sealed class GetTicket : IQuery<GetTicketInput>
{
    public string Name => "zendesk.get_ticket";

    public string Description => "Fetches one ticket.";

    public JsonTypeInfo Input => ZendeskJson.Default.GetTicketInput;

    public JsonTypeInfo Result => ZendeskJson.Default.TicketRecord;

    public async Task<QueryOutcome> RunAsync(GetTicketInput input, Connection connection, CancellationToken cancel)
    {
        if (ZendeskTickets.Malformed(input.Ticket) is { } malformed) return new QueryOutcome.Failed(malformed);
        var found = await ZendeskApi.Of(connection).TicketAsync(input.Ticket, cancel).Answered(connection);
        if (found.Failure is not null) return new QueryOutcome.Failed(found.Failure);
        return found.Value?.Ticket is { } ticket
            ? new QueryOutcome.Found(TicketRecord.Of(ticket))
            : new QueryOutcome.Failed(new(FailureKind.Transient, "unreadable", "Zendesk's answer has no ticket."));
    }
}
