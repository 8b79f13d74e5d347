using System.Text.Json;

namespace Hub.Connectors.HubSpot;

/// <summary>The records of events about new and changed records: as a webhook hints at them, and as they are once fetched.</summary>
internal static class HubSpotReports
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a webhook tells: the record's id, and at most one change.</summary>
    public static object Hint(HubSpotObject kind, string id, PropertyChange? change, DateTimeOffset at, JsonElement raw)
    {
        IReadOnlyList<PropertyChange> changes = change is null ? [] : [change];
        return kind.Name switch
        {
            "contact" => new ContactReported { ContactId = id, Contact = new() { Id = id, CreatedAt = at, UpdatedAt = at, Properties = None }, Changes = changes, Raw = raw },
            "deal" => new DealReported { DealId = id, Deal = new() { Id = id, Contacts = [], CreatedAt = at, UpdatedAt = at, Properties = None }, Changes = changes, Raw = raw },
            _ => new TicketReported { TicketId = id, Ticket = new() { Id = id, Contacts = [], CreatedAt = at, UpdatedAt = at, Properties = None }, Changes = changes, Raw = raw },
        };
    }

    /// <summary>The record's id and the changes of a report; null where it is none.</summary>
    public static (HubSpotObject Kind, string Id, IReadOnlyList<PropertyChange> Changes, JsonElement Raw)? PartsOf(object data) => data switch
    {
        ContactReported contact => (HubSpotObject.Contact, contact.ContactId, contact.Changes, contact.Raw),
        DealReported deal => (HubSpotObject.Deal, deal.DealId, deal.Changes, deal.Raw),
        TicketReported ticket => (HubSpotObject.Ticket, ticket.TicketId, ticket.Changes, ticket.Raw),
        _ => null,
    };

    /// <summary>The report of a fetched record.</summary>
    /// <param name="records">Makes the record that mappings see.</param>
    /// <param name="kind">The kind of record.</param>
    /// <param name="record">The record.</param>
    /// <param name="contacts">The contacts of a deal or ticket.</param>
    /// <param name="changes">What was changed, in order.</param>
    /// <param name="options">The connection's options.</param>
    public static object Of(CrmRecords records, HubSpotObject kind, CrmObject record, IReadOnlyList<CrmObject> contacts, IReadOnlyList<PropertyChange> changes, HubSpotOptions options)
    {
        var raw = JsonSerializer.SerializeToElement(record, HubSpotApiJson.Default.CrmObject);
        return kind.Name switch
        {
            "contact" => new ContactReported { ContactId = record.Id, Contact = records.Contact(record, options), Changes = changes, Raw = raw },
            "deal" => new DealReported { DealId = record.Id, Deal = records.Deal(record, contacts, options), Changes = changes, Raw = raw },
            _ => new TicketReported { TicketId = record.Id, Ticket = records.Ticket(record, contacts, options), Changes = changes, Raw = raw },
        };
    }

    /// <summary>What people search a report by.</summary>
    public static IReadOnlyList<string> TermsOf(object data) => data switch
    {
        ContactReported { Contact: var contact } => Given([contact.Email, contact.Phone, contact.MobilePhone, contact.TypedPhone, contact.Name]),
        DealReported { Deal: var deal } => Given([deal.Name, .. deal.Contacts.SelectMany(person => new[] { person.Email, person.Phone })]),
        TicketReported { Ticket: var ticket } => Given([ticket.Subject, .. ticket.Contacts.SelectMany(person => new[] { person.Email, person.Phone })]),
        _ => [],
    };

    private static IReadOnlyList<string> Given(IEnumerable<string?> values) =>
        [.. values.OfType<string>().Where(value => !string.IsNullOrWhiteSpace(value)).Distinct(StringComparer.OrdinalIgnoreCase)];
}
