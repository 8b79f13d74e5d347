namespace Hub.Connectors.HubSpot;

/// <summary>What a search for a customer's contact led to.</summary>
/// <param name="Contacts">The contacts that may be the customer's, the best first.</param>
/// <param name="By">What they were found by: <c>customer</c>, <c>email</c> or <c>phone</c>; null where there are none.</param>
internal sealed record ContactsFound(IReadOnlyList<CrmObject> Contacts, string? By);

/// <summary>Finds the contact that stands for a customer.</summary>
internal static class HubSpotContacts
{
    private const int AtMost = 100;

    // Of each fetch of contacts beside a deal or ticket.
    private static readonly string[] PhoneProperties = ["phone", "mobilephone", "hs_whatsapp_phone_number", "hs_calculated_phone_number", "hs_calculated_mobile_number"];

    /// <summary>By the hub's own property, by the e-mail address, both read from the records; then by the phone, which only the search knows, some seconds late.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="customerId">The hub's id of the customer; null to leave it out.</param>
    /// <param name="email">The e-mail address; null to leave it out.</param>
    /// <param name="phone">The phone in E.164; null to leave it out.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Answer<ContactsFound>> FindAsync(Connection connection, string? customerId, string? email, string? phone, CancellationToken cancel)
    {
        var options = connection.Options<HubSpotOptions>();
        foreach (var (by, property, value) in new[] { ("customer", options.CustomerProperty, customerId), ("email", "email", email) })
        {
            if (string.IsNullOrWhiteSpace(value)) continue;
            var found = await ReadAsync(connection, value, property, cancel);
            if (found.Value is { } contact) return new(new([contact], by), null);

            // Refused: the property is not there yet, or HubSpot does not take the text for an address.
            if (!found.IsMissing && !found.IsRefused) return new(null, found.Failure, found.Error);
        }

        if (HubSpotPhones.E164(phone) is not { } number) return new(new([], null), null);
        var matches = await SearchAsync(connection, number, cancel);
        return matches.Value is { } contacts ? new(new(contacts.Contacts, contacts.Contacts.Count > 0 ? "phone" : null), null) : new(null, matches.Failure, matches.Error);
    }

    /// <summary>The contacts with these ids, in no order; those that are not there any more are left out.</summary>
    public static async Task<Answer<BatchAnswer>> OfIdsAsync(Connection connection, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return new(new([], null), null);
        var options = connection.Options<HubSpotOptions>();
        var body = new BatchReadBody([.. ids.Take(AtMost).Select(id => new RecordId(id))], HubSpotObject.Contact.Fetched(options), []);
        return await HubSpotCalls.AskAsync(connection, (api, token) => api.BatchReadAsync(token, HubSpotObject.Contact.Path, body, cancel), cancel);
    }

    private static Task<Answer<CrmObject>> ReadAsync(Connection connection, string value, string property, CancellationToken cancel)
    {
        var properties = string.Join(',', HubSpotObject.Contact.Fetched(connection.Options<HubSpotOptions>()));
        return HubSpotCalls.AskAsync(connection, (api, token) => api.RecordAsync(token, HubSpotObject.Contact.Path, value, properties, null, null, property, cancel), cancel);
    }

    private static async Task<Answer<ContactsFound>> SearchAsync(Connection connection, string number, CancellationToken cancel)
    {
        // EQ compares text: as it is written, and as HubSpot reckons it out for searching, without the country.
        var national = HubSpotPhones.National(number);
        List<(string Property, string Value)> whole = [("phone", number), ("mobilephone", number)];
        List<(string Property, string Value)> more = [.. whole, ("hs_whatsapp_phone_number", number), ("hs_searchable_calculated_phone_number", national), ("hs_searchable_calculated_mobile_number", national)];
        var found = await AskAsync(connection, more, cancel);

        // The last three are HubSpot's own, and not certain to be in every account.
        if (found.IsRefused) found = await AskAsync(connection, whole, cancel);
        if (found.Value is null) return new(null, found.Failure, found.Error);
        return new(new([.. (found.Value.Results ?? []).Where(contact => contact.Archived != true && Has(contact, number, national))], "phone"), null);
    }

    // The last changed first: of several people's records the one that is in use.
    private static Task<Answer<SearchAnswer>> AskAsync(Connection connection, List<(string Property, string Value)> wanted, CancellationToken cancel)
    {
        var options = connection.Options<HubSpotOptions>();
        var body = new SearchBody(
            [.. wanted.Select(one => new FilterGroup([new(one.Property, "EQ", one.Value)]))], [new(HubSpotObject.Contact.Modified, "DESCENDING")], HubSpotObject.Contact.Fetched(options), AtMost, "0");
        return HubSpotCalls.AskAsync(connection, (api, token) => api.SearchAsync(token, HubSpotObject.Contact.Path, body, cancel), cancel);
    }

    // The same digits belong to other people in other countries.
    private static bool Has(CrmObject contact, string number, string national)
    {
        var written = PhoneProperties.Select(contact.Text).OfType<string>().ToList();
        var whole = written.Select(HubSpotPhones.E164).OfType<string>().ToList();
        return whole.Contains(number, StringComparer.Ordinal) || (whole.Count == 0 && written.Exists(text => HubSpotPhones.Digits(text).TrimStart('0') == national));
    }
}
