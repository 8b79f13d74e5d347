namespace Hub.Rehearsals;

/// <summary>What a field of a vendor's JSON holds of a person.</summary>
internal enum PersonalKind
{
    /// <summary>Nothing that its name tells.</summary>
    None,

    /// <summary>A phone number or WhatsApp id.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A part of an address, or where somebody is.</summary>
    Address,

    /// <summary>A secret, or an id that stands for a person.</summary>
    Token,
}

/// <summary>Tells by a field's name, and by what stands beside it, what it holds of a person. Vendors write names in several styles: case, dashes and underscores do not count.</summary>
internal static class PersonalFields
{
    private static readonly HashSet<string> Phones = new(StringComparer.Ordinal)
    {
        "phone", "mobile", "telephone", "tel", "fax", "msisdn", "waid", "recipientid", "displayphonenumber", "phonenumber", "callerid",
    };

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "firstname", "lastname", "fullname", "middlename", "displayname", "nickname", "username", "givenname", "familyname", "surname", "profilename", "formattedname", "maidenname",
    };

    private static readonly HashSet<string> Addresses = new(StringComparer.Ordinal)
    {
        "address", "address1", "address2", "address3", "addressline", "addressline1", "addressline2", "street", "street1", "street2", "streetname", "housenumber", "zip", "zipcode", "postalcode",
        "postcode", "city", "town", "suburb", "district", "province", "company", "latitude", "longitude", "lat", "lng", "lon", "ip", "ipaddress", "browserip", "clientip", "remoteip",
    };

    private static readonly HashSet<string> Tokens = new(StringComparer.Ordinal) { "userid", "parentuserid", "bsuid", "parentbsuid", "password", "authorization", "hmac", "cookie", "apikey", "session", "sessionid" };

    private static readonly string[] TokenEndings = ["token", "secret", "signature", "password", "apikey"];

    // Owners of a plain name: not a product, a template or an order.
    private static readonly HashSet<string> People = new(StringComparer.Ordinal)
    {
        "customer", "contact", "contacts", "profile", "author", "requester", "submitter", "assignee", "user", "users", "sender", "recipient", "billingaddress", "shippingaddress", "destination",
        "defaultaddress", "origin", "person", "people", "collaborator", "collaborators", "agent", "from", "to",
    };

    private static readonly HashSet<string> Companions = new(StringComparer.Ordinal) { "phone", "email", "waid", "firstname", "lastname", "address1", "zip", "userid" };

    // Whose company carries parcels: it is nobody's employer, and conditions ask for it.
    private static readonly HashSet<string> Parcels = new(StringComparer.Ordinal) { "parcel", "parcels", "trackinginfo", "tracking", "shipment", "shipments" };

    /// <summary>What a field holds.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="owner">The name of the object that it stands in.</param>
    /// <param name="beside">The names of the fields beside it.</param>
    public static PersonalKind Of(string field, string owner, IEnumerable<string> beside)
    {
        var name = Fold(field);
        if (Phones.Contains(name) || name.EndsWith("phone", StringComparison.Ordinal) || name.EndsWith("phonenumber", StringComparison.Ordinal)) return PersonalKind.Phone;
        if (name == "mail" || name.EndsWith("email", StringComparison.Ordinal) || name.EndsWith("emailaddress", StringComparison.Ordinal)) return PersonalKind.Email;
        if (Tokens.Contains(name) || Array.Exists(TokenEndings, ending => name.EndsWith(ending, StringComparison.Ordinal))) return PersonalKind.Token;
        if (name == "company" && Parcels.Contains(Fold(owner))) return PersonalKind.None;
        if (Addresses.Contains(name)) return PersonalKind.Address;
        if (Names.Contains(name)) return PersonalKind.Name;
        if (name.EndsWith("name", StringComparison.Ordinal) && name.Length > "name".Length && People.Contains(name[..^"name".Length])) return PersonalKind.Name;
        return name == "name" && (People.Contains(Fold(owner)) || beside.Any(other => Companions.Contains(Fold(other)))) ? PersonalKind.Name : PersonalKind.None;
    }

    private static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
