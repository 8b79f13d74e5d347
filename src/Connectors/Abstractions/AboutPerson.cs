namespace Hub.Connectors;

/// <summary>A vendor's record of a person, within a connection.</summary>
/// <param name="Object">The object, for example <c>hubspot.contact</c>.</param>
/// <param name="Id">The vendor's id of the record.</param>
public sealed record VendorRecord(string Object, string Id);

/// <summary>What an event tells of the person whom it is about. The hub finds the customer by it, and learns what it did not know of them.</summary>
public sealed record AboutPerson
{
    /// <summary>The vendor's record of the person; null for a guest. It identifies the customer whose it is known to be.</summary>
    public VendorRecord? Record { get; init; }

    /// <summary>Records of the same object that went into <see cref="Record"/>: whose they were, its customer is.</summary>
    public IReadOnlyList<string> Absorbed { get; init; } = [];

    /// <summary>Whether the record is no more: it identifies nobody from now on.</summary>
    public bool IsGone { get; init; }

    /// <summary>The person's own phone numbers as they stand in the record, the best first: the first that can be read counts. Not those of others, such as whom a parcel goes to.</summary>
    public IReadOnlyList<string?> Phones { get; init; } = [];

    /// <summary>By which a number without a country is read, ISO 3166 alpha-2; null where that is not known.</summary>
    public string? Country { get; init; }

    /// <summary>The person's e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The display name.</summary>
    public string? Name { get; init; }
}

/// <summary>That a vendor's record is a customer, as an action has found out or made it so.</summary>
/// <param name="Customer">The hub's id of the customer.</param>
/// <param name="Record">The record.</param>
public sealed record LearnedRecord(string Customer, VendorRecord Record);
