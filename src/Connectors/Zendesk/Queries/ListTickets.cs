using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zendesk;

/// <summary>What <c>zendesk.list_tickets</c> needs.</summary>
internal sealed record ListTicketsInput
{
    [Description("The customer who asked")]
    public required CustomerRef Requester { get; init; }

    [Description("Only tickets with one of these statuses; all when left out")]
    public IReadOnlyList<string>? Status { get; init; }

    [Description("How many at most; 20 when left out")]
    public int? Limit { get; init; }
}

/// <summary>What <c>zendesk.list_tickets</c> gives.</summary>
/// <param name="Tickets">The tickets, the last changed first.</param>
internal sealed record ListTicketsResult([property: Description("The tickets, the last changed first")] IReadOnlyList<TicketRecord> Tickets);

/// <summary>Lists the tickets of a customer.</summary>
internal sealed class ListTickets : IQuery<ListTicketsInput>
{
    private const int PageSize = 100;
    private const int UsualLimit = 20;

    public string Name => "zendesk.list_tickets";

    public string Description => "Lists the tickets that a customer asked for, the last changed first.";

    public JsonTypeInfo Input => ZendeskJson.Default.ListTicketsInput;

    public JsonTypeInfo Result => ZendeskJson.Default.ListTicketsResult;

    public async Task<QueryOutcome> RunAsync(ListTicketsInput input, Connection connection, CancellationToken cancel)
    {
        var api = ZendeskApi.Of(connection);
        var user = await ZendeskUsers.FindAsync(api, input.Requester, connection, cancel);
        if (user.Failure is not null) return new QueryOutcome.Failed(user.Failure);
        var tickets = new List<TicketRecord>();
        var limit = input.Limit ?? UsualLimit;
        var page = user.Value?.Id is null ? null : "";
        while (page is not null && tickets.Count < limit)
        {
            var found = await api.TicketsOfRequesterAsync(user.Value!.Id!, "-updated_at", PageSize, page.Length == 0 ? null : page, cancel).Answered(connection);
            if (found.Failure is not null) return new QueryOutcome.Failed(found.Failure);
            tickets.AddRange((found.Value?.Tickets ?? []).Where(ticket => input.Status is null || input.Status.Contains(ticket.Status, StringComparer.Ordinal)).Select(TicketRecord.Of));
            page = found.Value?.Meta is { HasMore: true, AfterCursor.Length: > 0 } meta ? meta.AfterCursor : null;
        }

        return new QueryOutcome.Found(new ListTicketsResult([.. tickets.Take(limit)]));
    }
}
