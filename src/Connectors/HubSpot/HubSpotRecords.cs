using System.ComponentModel;

namespace Hub.Connectors.HubSpot;

/// <summary>A contact as mappings see it.</summary>
internal sealed record ContactRecord
{
    [Description("The contact's id")]
    public required string Id { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The phone number, of the WhatsApp number, the phone or the mobile phone the first that can be written in E.164")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("The mobile phone number, where it can be written in E.164")]
    [TextForm(TextForm.Phone)]
    public string? MobilePhone { get; init; }

    [Description("The phone number as somebody typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? TypedPhone { get; init; }

    [Description("The first name")]
    public string? FirstName { get; init; }

    [Description("The last name")]
    public string? LastName { get; init; }

    [Description("First and last name")]
    public string? Name { get; init; }

    [Description("The company's name as it stands on the contact")]
    public string? Company { get; init; }

    [Description("The country as it stands on the contact, in words or letters")]
    public string? Country { get; init; }

    [Description("The language that the contact prefers, for example de or en-gb")]
    public string? Language { get; init; }

    [Description("The life-cycle stage, for example lead, opportunity, customer")]
    public string? LifecycleStage { get; init; }

    [Description("The lead status, by its internal name")]
    public string? LeadStatus { get; init; }

    [Description("The id of the owner")]
    public string? OwnerId { get; init; }

    [Description("True where the contact has unsubscribed from all e-mail; absent where HubSpot does not say")]
    public bool? IsUnsubscribed { get; init; }

    [Description("The hub's own id of the customer, where the hub has written it")]
    public string? CustomerId { get; init; }

    [Description("When it was made")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it was last changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Description("Where people see it in HubSpot")]
    public string? Url { get; init; }

    [Description("All properties that were fetched, by their internal names; those that are empty lack")]
    public required IReadOnlyDictionary<string, string> Properties { get; init; }
}

/// <summary>A contact of a deal or ticket.</summary>
internal sealed record PersonRecord
{
    [Description("The contact's id")]
    public required string Id { get; init; }

    [Description("First and last name")]
    public string? Name { get; init; }

    [Description("The phone number in E.164, where there is one that can be written so")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The language that the contact prefers")]
    public string? Language { get; init; }

    [Description("The hub's own id of the customer, where the hub has written it")]
    public string? CustomerId { get; init; }
}

/// <summary>A deal as mappings see it.</summary>
internal sealed record DealRecord
{
    [Description("The deal's id")]
    public required string Id { get; init; }

    [Description("The deal's name")]
    public string? Name { get; init; }

    [Description("The pipeline, by its id, for example default")]
    public string? Pipeline { get; init; }

    [Description("The stage, by its id, for example appointmentscheduled or closedwon")]
    public string? Stage { get; init; }

    [Description("The amount; absent where the deal has none, or its currency is not known")]
    public Money? Amount { get; init; }

    [Description("When it is to be, or was, closed")]
    public DateTimeOffset? CloseDate { get; init; }

    [Description("The id of the owner")]
    public string? OwnerId { get; init; }

    [Description("True where the deal is closed, won or lost; absent where HubSpot does not say")]
    public bool? IsClosed { get; init; }

    [Description("True where the deal is won; absent where HubSpot does not say")]
    public bool? IsWon { get; init; }

    [Description("The contacts of the deal, at most 100")]
    public required IReadOnlyList<PersonRecord> Contacts { get; init; }

    [Description("When it was made")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it was last changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Description("Where people see it in HubSpot")]
    public string? Url { get; init; }

    [Description("All properties that were fetched, by their internal names; those that are empty lack")]
    public required IReadOnlyDictionary<string, string> Properties { get; init; }
}

/// <summary>A ticket as mappings see it.</summary>
internal sealed record TicketRecord
{
    [Description("The ticket's id")]
    public required string Id { get; init; }

    [Description("The subject")]
    public string? Subject { get; init; }

    [Description("The words")]
    public string? Content { get; init; }

    [Description("The pipeline, by its id, for example 0")]
    public string? Pipeline { get; init; }

    [Description("The stage, by its id; in HubSpot's own pipeline 1 is new, 2 waits for the contact, 3 waits for us, 4 is closed")]
    public string? Stage { get; init; }

    [Description("The priority")]
    [KnownValues("low", "medium", "high", "urgent")]
    public string? Priority { get; init; }

    [Description("The id of the owner")]
    public string? OwnerId { get; init; }

    [Description("The contacts of the ticket, at most 100")]
    public required IReadOnlyList<PersonRecord> Contacts { get; init; }

    [Description("When it was made")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it was last changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Description("Where people see it in HubSpot")]
    public string? Url { get; init; }

    [Description("All properties that were fetched, by their internal names; those that are empty lack")]
    public required IReadOnlyDictionary<string, string> Properties { get; init; }
}
