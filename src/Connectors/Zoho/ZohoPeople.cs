namespace Hub.Connectors.Zoho;

/// <summary>Whom events of Zoho are about: a lead, a contact, or the contact of a deal or case.</summary>
internal static class ZohoPeople
{
    /// <summary>The person of an event's record.</summary>
    /// <param name="module">The module that it is of.</param>
    /// <param name="data">Its record.</param>
    /// <returns>Null where it is about nobody.</returns>
    public static AboutPerson? Of(ZohoModule module, object data) => data switch
    {
        ZohoPerson person => new()
        {
            Record = new(module.Object, person.Id), Phones = [person.Mobile, person.Phone], Country = CountryOf(person), Email = person.Email, Name = person.Name is { Length: > 0 } name ? name : null,
        },
        ZohoDeal { Contact: { } contact } => Of(contact),
        ZohoCase { Contact: { } contact } => Of(contact),
        ZohoCase about => new() { Phones = [about.Phone], Email = about.Email },
        ZohoDeleted deleted when module.IsOfPeople => new() { Record = new(module.Object, deleted.Id), IsGone = true },
        _ => null,
    };

    private static AboutPerson Of(ZohoContactOf contact) => new()
    {
        Record = new(ZohoModule.Contact.Object, contact.Id), Phones = [contact.Mobile, contact.Phone], Email = contact.Email, Name = contact.Name,
    };

    // Typed by people: letters only where somebody chose to type those.
    private static string? CountryOf(ZohoPerson person) => (person switch
    {
        ZohoLead lead => lead.Country,
        ZohoContact contact => contact.Country,
        _ => null,
    })?.Trim() is { Length: 2 } code ? code : null;
}
