using System.Text.Json;

namespace Hub.Connectors.HubSpot;

/// <summary>Makes events of deliveries: one of each element, up to 100 in a delivery.</summary>
internal static class HubSpotReader
{
    /// <summary>The events in a delivery.</summary>
    public static IReadOnlyList<IncomingEvent> Read(WebhookRequest request)
    {
        var root = WebhookBody.Parse(request.Body.Span);
        return root.ValueKind switch
        {
            JsonValueKind.Array => [.. root.EnumerateArray().Select((element, index) => ReadOne(element, $"element {index}", request.ArrivedAt))],
            JsonValueKind.Object => [ReadOne(root, "the body", request.ArrivedAt)],
            _ => throw new UnreadableWebhookException($"The body is JSON, but neither a list of events nor an event: it is {root.ValueKind}."),
        };
    }

    /// <summary>Whether the app that has the subscription made the change itself. The kind of source alone does not tell: other apps share it.</summary>
    public static bool IsOwn(string? source, string? sourceId, string? appId) => IsOfApp(source) && !string.IsNullOrEmpty(sourceId) && sourceId == appId;

    /// <summary>Whether a source is some app.</summary>
    public static bool IsOfApp(string? source) => source?.ToUpperInvariant() is "INTEGRATION" or "API";

    /// <summary>The mark of what an app has done itself: HubSpot does not say by which call.</summary>
    public static string MarkOf(string appId) => $"app:{appId}";

    private static IncomingEvent ReadOne(JsonElement raw, string where, DateTimeOffset arrivedAt)
    {
        if (raw.ValueKind != JsonValueKind.Object) throw new UnreadableWebhookException($"{where} is no event: it is {raw.ValueKind}.");
        WebhookEvent told;
        try
        {
            told = raw.Deserialize(HubSpotApiJson.Default.WebhookEvent)!;
        }
        catch (JsonException error)
        {
            throw new UnreadableWebhookException($"{where} is not of HubSpot's form at {error.Path}.", error);
        }

        if ((told.SubscriptionType ?? told.EventType) is not { Length: > 0 } type) throw new UnreadableWebhookException($"{where} is no event: subscriptionType is missing.");
        var point = type.IndexOf('.', StringComparison.Ordinal);
        var change = type[(point + 1)..];
        var kind = HubSpotObject.Of(point < 0 ? null : type[..point], told.ObjectTypeId);
        var at = HubSpotTimes.OfMilliseconds(told.OccurredAt) ?? arrivedAt;
        var about = new IncomingEvent
        {
            Type = HubSpotConnector.Unknown,
            Account = told.PortalId,
            Subject = $"{(point > 0 && type[..point] != "object" ? type[..point] : told.ObjectTypeId ?? "record")}/{told.ObjectId ?? told.FromObjectId ?? "unknown"}",
            DeliveryKey = KeyOf(told, type),
            OccurredAt = at,
            EchoOf = IsOwn(told.ChangeSource, told.SourceId, told.AppId) ? MarkOf(told.AppId!) : null,
            Data = new UnknownEvent { Kind = type, ObjectId = told.ObjectId, Raw = raw },
        };
        return WebhookChanges.Of(change) switch
        {
            WebhookChange.Associated => OfAssociation(about, told, kind, type, at, raw) ?? about,
            WebhookChange.Unknown => about,
            var known when kind is not null => OfRecord(about, told, kind, known, change, at, raw) ?? about,
            _ => about,
        };
    }

    private static IncomingEvent? OfRecord(IncomingEvent about, WebhookEvent told, HubSpotObject kind, WebhookChange known, string change, DateTimeOffset at, JsonElement raw)
    {
        var id = known == WebhookChange.Merged ? told.NewObjectId ?? told.PrimaryObjectId ?? told.ObjectId : told.ObjectId;
        if (!HubSpotId.IsValid(id)) return null;
        var of = about with { Subject = kind.Subject(id!), Ends = new Dictionary<string, string>(StringComparer.Ordinal) { [kind.End] = id! } };
        return known switch
        {
            WebhookChange.Merged => of with
            {
                Type = kind.Merged,
                Data = new RecordMerged { Id = id!, MergedIds = [.. new[] { told.PrimaryObjectId }.Concat(told.MergedObjectIds ?? []).OfType<string>().Where(other => other != id).Distinct(StringComparer.Ordinal)], MergedAt = at, Raw = raw },
            },
            WebhookChange.Deleted => of with
            {
                Type = kind.Deleted,
                Data = new RecordDeleted { Id = id!, Reason = change == WebhookChanges.PrivacyDeletion ? "privacy_deletion" : "deletion", DeletedAt = at, Raw = raw },
            },
            _ => of with { Type = known == WebhookChange.Created ? kind.Created : kind.Changed, Data = HubSpotReports.Hint(kind, id!, ChangeOf(told, at), at, raw) },
        };
    }

    private static IncomingEvent? OfAssociation(IncomingEvent about, WebhookEvent told, HubSpotObject? kind, string type, DateTimeOffset at, JsonElement raw)
    {
        var from = HubSpotObject.OfType(told.FromObjectTypeId) ?? (told.FromObjectTypeId is null ? kind : null);
        if (!HubSpotId.IsValid(told.FromObjectId) || !HubSpotId.IsValid(told.ToObjectId)) return null;
        var to = HubSpotObject.OfType(told.ToObjectTypeId);
        var ends = new Dictionary<string, string>(StringComparer.Ordinal);
        if (to is not null) ends[to.End] = told.ToObjectId!;
        if (from is not null) ends[from.End] = told.FromObjectId!;
        return about with
        {
            Type = HubSpotConnector.AssociationChanged,
            Subject = $"{from?.Name ?? told.FromObjectTypeId ?? "record"}/{told.FromObjectId}",
            Ends = ends,
            Data = new AssociationChanged
            {
                Kind = (told.AssociationType ?? type).ToLowerInvariant(),
                FromId = told.FromObjectId!,
                FromType = from?.Name ?? told.FromObjectTypeId ?? "unknown",
                ToId = told.ToObjectId!,
                ToType = to?.Name ?? told.ToObjectTypeId ?? "unknown",
                IsRemoved = told.AssociationRemoved == "true",
                IsPrimary = told.IsPrimaryAssociation == "true",
                ChangedAt = at,
                Raw = raw,
            },
        };
    }

    private static PropertyChange? ChangeOf(WebhookEvent told, DateTimeOffset at) => string.IsNullOrEmpty(told.PropertyName) ? null : new()
    {
        Property = told.PropertyName,
        Value = string.IsNullOrEmpty(told.PropertyValue) ? null : told.PropertyValue,
        OccurredAt = at,
        Source = told.ChangeSource?.ToLowerInvariant(),
        SourceId = told.SourceId,
    };

    // An event's id need not be its own, and the number of the attempt changes with each try.
    private static string KeyOf(WebhookEvent told, string type) => string.Join(
        '/', told.PortalId, type, told.ObjectTypeId, told.ObjectId, told.PropertyName, told.OccurredAt, told.EventId, told.ChangeFlag, told.MessageId,
        told.FromObjectId, told.ToObjectId, told.AssociationTypeId, told.AssociationRemoved);
}
