namespace Hub.Connectors.HubSpot;

/// <summary>Whom events of HubSpot are about: a contact, or the only contact of a deal or ticket.</summary>
internal static class HubSpotPeople
{
    /// <summary>The person of an event's record.</summary>
    /// <param name="kind">Of what the event tells.</param>
    /// <param name="data">Its record.</param>
    /// <returns>Null where it is about nobody, or about several.</returns>
    public static AboutPerson? Of(HubSpotObject kind, object data) => data switch
    {
        ContactReported { Contact: var contact } => new()
        {
            Record = RecordOf(contact.Id), Phones = [contact.Phone, contact.MobilePhone], Email = contact.Email, Name = contact.Name,
        },
        DealReported { Deal.Contacts: [var only] } => Of(only),
        TicketReported { Ticket.Contacts: [var only] } => Of(only),
        RecordMerged merged when kind == HubSpotObject.Contact => new() { Record = RecordOf(merged.Id), Absorbed = merged.MergedIds },
        RecordDeleted deleted when kind == HubSpotObject.Contact => new() { Record = RecordOf(deleted.Id), IsGone = true },
        _ => null,
    };

    /// <summary>The record that a contact is.</summary>
    public static VendorRecord RecordOf(string contact) => new(HubSpotObject.Contact.End, contact);

    private static AboutPerson Of(PersonRecord person) => new() { Record = RecordOf(person.Id), Phones = [person.Phone], Email = person.Email, Name = person.Name };
}
