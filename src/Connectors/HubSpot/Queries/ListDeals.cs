using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Queries;

/// <summary>What <c>hubspot.list_deals</c> needs.</summary>
internal sealed record ListDealsInput
{
    [Description("The contact's id")]
    public required string Contact { get; init; }

    [Description("How many at most; 20 when left out")]
    public int? Limit { get; init; }
}

/// <summary>What <c>hubspot.list_deals</c> gives.</summary>
/// <param name="Deals">The deals, the last changed first.</param>
internal sealed record ListDealsResult([property: Description("The deals, the last changed first; their contacts are not fetched")] IReadOnlyList<DealRecord> Deals);

/// <summary>Lists the deals of a contact.</summary>
/// <param name="records">Makes the records that mappings see.</param>
internal sealed class ListDeals(CrmRecords records) : IQuery<ListDealsInput>
{
    public string Name => "hubspot.list_deals";

    public string Description => "Lists the deals of a contact, the last changed first.";

    public JsonTypeInfo Input => HubSpotJson.Default.ListDealsInput;

    public JsonTypeInfo Result => HubSpotJson.Default.ListDealsResult;

    public async Task<QueryOutcome> RunAsync(ListDealsInput input, Connection connection, CancellationToken cancel)
    {
        var found = await RecordsOfContact.ReadAsync(HubSpotObject.Deal, input.Contact, input.Limit, connection, cancel);
        if (found.Value is null) return new QueryOutcome.Failed(found.Failure!);
        var options = connection.Options<HubSpotOptions>();
        return new QueryOutcome.Found(new ListDealsResult([.. (found.Value.Results ?? []).Select(record => records.Deal(record, [], options))]));
    }
}
