using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Queries;

/// <summary>What <c>hubspot.find_contact</c> needs; it looks by each in turn.</summary>
[NeedsOneOf(nameof(Customer), nameof(Phone), nameof(Email))]
internal sealed record FindContactInput
{
    [Description("A customer: by the hub's own property, then by their e-mail address, then by their phone")]
    public CustomerRef? Customer { get; init; }

    [Description("An e-mail address")]
    public string? Email { get; init; }

    [Description("A phone number")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }
}

/// <summary>What <c>hubspot.find_contact</c> gives.</summary>
/// <param name="Contact">The contact; absent where there is none.</param>
/// <param name="Count">How many there are.</param>
/// <param name="By">What it was found by.</param>
internal sealed record FindContactResult(
    [property: Description("The contact, the last changed of several; absent where there is none")] ContactRecord? Contact,
    [property: Description("How many there are: several people's records may have one phone")] int Count,
    [property: Description("What it was found by; absent where there is none")] [property: KnownValues("customer", "email", "phone")] string? By);

/// <summary>Finds a contact by an alias.</summary>
/// <param name="records">Makes the record that mappings see.</param>
internal sealed class FindContact(CrmRecords records) : IQuery<FindContactInput>
{
    public string Name => "hubspot.find_contact";

    public string Description => "Finds the contact of a customer, an e-mail address or a phone. By phone HubSpot knows a contact only some seconds after it was written.";

    public JsonTypeInfo Input => HubSpotJson.Default.FindContactInput;

    public JsonTypeInfo Result => HubSpotJson.Default.FindContactResult;

    public async Task<QueryOutcome> RunAsync(FindContactInput input, Connection connection, CancellationToken cancel)
    {
        var found = await HubSpotContacts.FindAsync(connection, input.Customer?.Id, input.Email ?? input.Customer?.Email, input.Phone ?? input.Customer?.Phone, cancel);
        if (found.Value is not { } matches) return new QueryOutcome.Failed(found.Failure!);
        var contact = matches.Contacts is [var first, ..] ? records.Contact(first, connection.Options<HubSpotOptions>()) : null;
        return new QueryOutcome.Found(new FindContactResult(contact, matches.Contacts.Count, matches.By));
    }
}
