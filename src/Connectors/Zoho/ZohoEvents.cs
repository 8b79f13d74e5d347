using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>Another record that a record names.</summary>
internal sealed record ZohoReference
{
    [Description("The record's id")]
    public string? Id { get; init; }

    [Description("The record's name")]
    public string? Name { get; init; }
}

/// <summary>A user of the CRM.</summary>
internal sealed record ZohoUser
{
    [Description("The user's id")]
    public string? Id { get; init; }

    [Description("The user's name")]
    public string? Name { get; init; }

    [Description("The user's e-mail address")]
    public string? Email { get; init; }
}

/// <summary>The contact of a deal or a case.</summary>
internal sealed record ZohoContactOf
{
    [Description("The contact's id")]
    public required string Id { get; init; }

    [Description("The contact's name")]
    public string? Name { get; init; }

    [Description("The first name")]
    public string? FirstName { get; init; }

    [Description("The last name")]
    public string? LastName { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The phone number, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }

    [Description("The mobile phone number, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? Mobile { get; init; }

    [Description("The hub's id of the customer, where the hub has written the contact")]
    public string? CustomerId { get; init; }
}

/// <summary>A field that changed.</summary>
internal sealed record ZohoChange
{
    [Description("The API name of the field")]
    public required string Field { get; init; }

    [Description("The value after the change; null where it is empty now, or Zoho does not say")]
    public JsonElement? Value { get; init; }

    [Description("When Zoho told of it")]
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What all records have.</summary>
internal abstract record ZohoRecord
{
    [Description("The record's id")]
    public required string Id { get; init; }

    [Description("The user whose record it is")]
    public ZohoUser? Owner { get; init; }

    [Description("The tags")]
    public required IReadOnlyList<string> Tags { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public required DateTimeOffset ModifiedAt { get; init; }

    [Description("Who changed it last")]
    public ZohoUser? ModifiedBy { get; init; }

    [Description("The fields that Zoho says have changed, in order; empty for a new record, and for what reconciliation found where Zoho shows no timeline of the record")]
    public required IReadOnlyList<ZohoChange> Changes { get; init; }

    [Description("Zoho's own JSON of the record, with your own fields by their API names")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What records of people have.</summary>
internal abstract record ZohoPerson : ZohoRecord
{
    [Description("The whole name")]
    public required string Name { get; init; }

    [Description("The first name")]
    public string? FirstName { get; init; }

    [Description("The last name")]
    public string? LastName { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The phone number, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }

    [Description("The mobile phone number, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? Mobile { get; init; }

    [Description("Where the person came from, in the CRM's own words")]
    public string? Source { get; init; }

    [Description("Whether the person wants no e-mail")]
    public required bool EmailOptOut { get; init; }

    [Description("The hub's id of the customer, where the hub has written the record")]
    public string? CustomerId { get; init; }
}

/// <summary>What mappings see of a lead.</summary>
internal sealed record ZohoLead : ZohoPerson
{
    [Description("The company")]
    public string? Company { get; init; }

    [Description("The status, in the CRM's own words")]
    public string? Status { get; init; }

    [Description("The country, as it was typed")]
    public string? Country { get; init; }
}

/// <summary>What mappings see of a contact.</summary>
internal sealed record ZohoContact : ZohoPerson
{
    [Description("The company")]
    public ZohoReference? Account { get; init; }

    [Description("The phone number at home, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? HomePhone { get; init; }

    [Description("Another phone number, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? OtherPhone { get; init; }

    [Description("The country of the mailing address, as it was typed")]
    public string? Country { get; init; }
}

/// <summary>What mappings see of a deal.</summary>
internal sealed record ZohoDeal : ZohoRecord
{
    [Description("The name")]
    public required string Name { get; init; }

    [Description("The stage, in the CRM's own words")]
    public string? Stage { get; init; }

    [Description("The pipeline")]
    public string? Pipeline { get; init; }

    [Description("The amount; absent where it has none, or where neither the deal nor the connection's Currency says of which currency it is")]
    public Money? Amount { get; init; }

    [Description("The day on which it is to be closed, for example 2026-11-30")]
    public string? ClosingDate { get; init; }

    [Description("The contact")]
    public ZohoContactOf? Contact { get; init; }

    [Description("The company")]
    public ZohoReference? Account { get; init; }
}

/// <summary>What mappings see of a case.</summary>
internal sealed record ZohoCase : ZohoRecord
{
    [Description("The number that people see")]
    public string? Number { get; init; }

    [Description("The subject")]
    public required string Subject { get; init; }

    [Description("The status, in the CRM's own words")]
    public string? Status { get; init; }

    [Description("The priority, in the CRM's own words")]
    public string? Priority { get; init; }

    [Description("The way it came by, in the CRM's own words")]
    public string? Origin { get; init; }

    [Description("The e-mail address on the case")]
    public string? Email { get; init; }

    [Description("The phone number on the case, as it was typed")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }

    [Description("The contact")]
    public ZohoContactOf? Contact { get; init; }

    [Description("The company")]
    public ZohoReference? Account { get; init; }

    [Description("The deal")]
    public ZohoReference? Deal { get; init; }
}

/// <summary>What mappings see of a deleted record.</summary>
internal sealed record ZohoDeleted
{
    [Description("The id that the record had")]
    public required string Id { get; init; }

    [Description("When it was deleted, or when the hub learned of it")]
    public required DateTimeOffset DeletedAt { get; init; }
}

/// <summary>What mappings see of a notification of a module that this connector does not know.</summary>
internal sealed record UnknownEvent
{
    [Description("The module and what happened, in Zoho's words, for example Tasks.update")]
    public required string Kind { get; init; }

    [Description("The record's id")]
    public required string Id { get; init; }

    [Description("The fields that changed, by their API names")]
    public required IReadOnlyList<ZohoChange> Changes { get; init; }
}
