using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.HubSpot;

/// <summary>One property that was changed.</summary>
internal sealed record PropertyChange
{
    [Description("The property's internal name, for example dealstage")]
    public required string Property { get; init; }

    [Description("The new value as HubSpot writes it: dates as milliseconds since 1970, yes and no as true and false; absent where it was emptied")]
    public string? Value { get; init; }

    [Description("The value before, where HubSpot's history tells it")]
    public string? Previous { get; init; }

    [Description("When it was changed")]
    public required DateTimeOffset OccurredAt { get; init; }

    [Description("What changed it, in HubSpot's words in lower case, for example crm_ui, integration, automation_platform")]
    public string? Source { get; init; }

    [Description("Who of that kind, for example userId:123 or an app's number")]
    public string? SourceId { get; init; }
}

/// <summary>What mappings see of a new or changed contact.</summary>
internal sealed record ContactReported
{
    [Description("The contact's id")]
    public required string ContactId { get; init; }

    [Description("The contact as it was when it was fetched, shortly after the last of the changes")]
    public required ContactRecord Contact { get; init; }

    [Description("What was changed, in order; empty where HubSpot did not say")]
    public required IReadOnlyList<PropertyChange> Changes { get; init; }

    [Description("HubSpot's own JSON: of the record as it was fetched")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a new or changed deal.</summary>
internal sealed record DealReported
{
    [Description("The deal's id")]
    public required string DealId { get; init; }

    [Description("The deal as it was when it was fetched, shortly after the last of the changes")]
    public required DealRecord Deal { get; init; }

    [Description("What was changed, in order; empty where HubSpot did not say")]
    public required IReadOnlyList<PropertyChange> Changes { get; init; }

    [Description("HubSpot's own JSON: of the record as it was fetched")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a new or changed ticket.</summary>
internal sealed record TicketReported
{
    [Description("The ticket's id")]
    public required string TicketId { get; init; }

    [Description("The ticket as it was when it was fetched, shortly after the last of the changes")]
    public required TicketRecord Ticket { get; init; }

    [Description("What was changed, in order; empty where HubSpot did not say")]
    public required IReadOnlyList<PropertyChange> Changes { get; init; }

    [Description("HubSpot's own JSON: of the record as it was fetched")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of records that became one.</summary>
internal sealed record RecordMerged
{
    [Description("The id of the record that is left")]
    public required string Id { get; init; }

    [Description("The ids of those that it has taken in")]
    public required IReadOnlyList<string> MergedIds { get; init; }

    [Description("When they were merged")]
    public required DateTimeOffset MergedAt { get; init; }

    [Description("HubSpot's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a deleted record.</summary>
internal sealed record RecordDeleted
{
    [Description("The record's id")]
    public required string Id { get; init; }

    [Description("How it was deleted: privacy_deletion for good, by the law of data protection")]
    [KnownValues("deletion", "privacy_deletion")]
    public required string Reason { get; init; }

    [Description("When it was deleted")]
    public required DateTimeOffset DeletedAt { get; init; }

    [Description("HubSpot's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of two records that were joined or parted. HubSpot tells it twice, once from each side.</summary>
internal sealed record AssociationChanged
{
    [Description("Which kinds, in HubSpot's words in lower case, for example contact_to_company")]
    public required string Kind { get; init; }

    [Description("The id of the record on the one side")]
    public required string FromId { get; init; }

    [Description("Its kind: contact, deal or ticket, else HubSpot's id of the kind, such as 0-2 for companies")]
    public required string FromType { get; init; }

    [Description("The id of the record on the other side")]
    public required string ToId { get; init; }

    [Description("Its kind: contact, deal or ticket, else HubSpot's id of the kind, such as 0-2 for companies")]
    public required string ToType { get; init; }

    [Description("True where they were parted, false where they were joined")]
    public required bool IsRemoved { get; init; }

    [Description("True where it is the main one, such as a contact's main company")]
    public required bool IsPrimary { get; init; }

    [Description("When it was changed")]
    public required DateTimeOffset ChangedAt { get; init; }

    [Description("HubSpot's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of an event whose type this connector does not know.</summary>
internal sealed record UnknownEvent
{
    [Description("HubSpot's name of the type, for example company.creation")]
    public required string Kind { get; init; }

    [Description("The id of the record that it is about, where it has one")]
    public string? ObjectId { get; init; }

    [Description("HubSpot's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}
