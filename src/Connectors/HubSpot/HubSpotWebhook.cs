using System.Text.Json.Serialization;

namespace Hub.Connectors.HubSpot;

/// <summary>One event of a delivery, in either dialect: <c>contact.propertyChange</c>, or <c>object.propertyChange</c> with <c>objectTypeId</c> (developers.hubspot.com, "Webhooks", and recorded deliveries).</summary>
internal sealed record WebhookEvent
{
    public string? EventId { get; init; }

    public string? PortalId { get; init; }

    /// <summary>The app whose subscription it is.</summary>
    public string? AppId { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public string? OccurredAt { get; init; }

    public string? SubscriptionType { get; init; }

    public string? EventType { get; init; }

    /// <summary>The record's id, a number that may be larger than 32 bits.</summary>
    public string? ObjectId { get; init; }

    public string? ObjectTypeId { get; init; }

    /// <summary>What changed it: <c>CRM_UI</c>, <c>INTEGRATION</c>, <c>API</c>, <c>AUTOMATION_PLATFORM</c>, …</summary>
    public string? ChangeSource { get; init; }

    /// <summary>Who of that kind: <c>userId:123</c>, or the number of an app.</summary>
    public string? SourceId { get; init; }

    public string? ChangeFlag { get; init; }

    public string? PropertyName { get; init; }

    /// <summary>Always text; dates are milliseconds.</summary>
    public string? PropertyValue { get; init; }

    public string? MessageId { get; init; }

    public string? PrimaryObjectId { get; init; }

    public string? NewObjectId { get; init; }

    [JsonConverter(typeof(LenientTexts))]
    public IReadOnlyList<string>? MergedObjectIds { get; init; }

    public string? AssociationType { get; init; }

    public string? AssociationTypeId { get; init; }

    public string? FromObjectId { get; init; }

    public string? FromObjectTypeId { get; init; }

    public string? ToObjectId { get; init; }

    public string? ToObjectTypeId { get; init; }

    public string? AssociationRemoved { get; init; }

    public string? IsPrimaryAssociation { get; init; }
}

/// <summary>What kind of change an event tells: a closed set.</summary>
internal enum WebhookChange
{
    Unknown,
    Created,
    Changed,
    Merged,
    Deleted,
    Associated,
}

/// <summary>HubSpot's names of changes.</summary>
internal static class WebhookChanges
{
    public const string PrivacyDeletion = "privacyDeletion";

    /// <summary>The kind of change that stands behind the point of a subscription's type.</summary>
    public static WebhookChange Of(string change) => change switch
    {
        "creation" => WebhookChange.Created,
        "propertyChange" or "restore" => WebhookChange.Changed,
        "merge" => WebhookChange.Merged,
        "deletion" or PrivacyDeletion => WebhookChange.Deleted,
        "associationChange" => WebhookChange.Associated,
        _ => WebhookChange.Unknown,
    };
}
