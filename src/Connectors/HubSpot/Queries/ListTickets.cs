using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Queries;

/// <summary>What <c>hubspot.list_tickets</c> needs.</summary>
internal sealed record ListTicketsInput
{
    [Description("The contact's id")]
    public required string Contact { get; init; }

    [Description("How many at most; 20 when left out")]
    public int? Limit { get; init; }
}

/// <summary>What <c>hubspot.list_tickets</c> gives.</summary>
/// <param name="Tickets">The tickets, the last changed first.</param>
internal sealed record ListTicketsResult([property: Description("The tickets, the last changed first; their contacts are not fetched")] IReadOnlyList<TicketRecord> Tickets);

/// <summary>Lists the tickets of a contact.</summary>
/// <param name="records">Makes the records that mappings see.</param>
internal sealed class ListTickets(CrmRecords records) : IQuery<ListTicketsInput>
{
    public string Name => "hubspot.list_tickets";

    public string Description => "Lists the tickets of a contact, the last changed first.";

    public JsonTypeInfo Input => HubSpotJson.Default.ListTicketsInput;

    public JsonTypeInfo Result => HubSpotJson.Default.ListTicketsResult;

    public async Task<QueryOutcome> RunAsync(ListTicketsInput input, Connection connection, CancellationToken cancel)
    {
        var found = await RecordsOfContact.ReadAsync(HubSpotObject.Ticket, input.Contact, input.Limit, connection, cancel);
        if (found.Value is null) return new QueryOutcome.Failed(found.Failure!);
        var options = connection.Options<HubSpotOptions>();
        return new QueryOutcome.Found(new ListTicketsResult([.. (found.Value.Results ?? []).Select(record => records.Ticket(record, [], options))]));
    }
}
