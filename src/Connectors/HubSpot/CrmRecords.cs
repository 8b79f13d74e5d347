using AutoMapper;

namespace Hub.Connectors.HubSpot;

/// <summary>Makes the records that mappings see of those that HubSpot answers.</summary>
/// <param name="mapper">Maps properties to fields.</param>
internal sealed class CrmRecords(IMapper mapper)
{
    public ContactRecord Contact(CrmObject record, HubSpotOptions options) =>
        mapper.Map<ContactRecord>(record) with { CustomerId = record.Text(options.CustomerProperty), Properties = Filled(record) };

    public DealRecord Deal(CrmObject record, IReadOnlyList<CrmObject> contacts, HubSpotOptions options) => mapper.Map<DealRecord>(record) with
    {
        Amount = Money.Parse(record.Text("amount"), record.Text("deal_currency_code") ?? options.Currency),
        Contacts = People(contacts, options),
        Properties = Filled(record),
    };

    public TicketRecord Ticket(CrmObject record, IReadOnlyList<CrmObject> contacts, HubSpotOptions options) =>
        mapper.Map<TicketRecord>(record) with { Contacts = People(contacts, options), Properties = Filled(record) };

    private IReadOnlyList<PersonRecord> People(IReadOnlyList<CrmObject> contacts, HubSpotOptions options) =>
        [.. contacts.Select(contact => mapper.Map<PersonRecord>(contact) with { CustomerId = contact.Text(options.CustomerProperty) })];

    private static IReadOnlyDictionary<string, string> Filled(CrmObject record) =>
        record.Properties.Where(property => !string.IsNullOrEmpty(property.Value)).OrderBy(property => property.Key, StringComparer.Ordinal).ToDictionary(property => property.Key, property => property.Value!, StringComparer.Ordinal);
}
