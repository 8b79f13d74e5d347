using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>Makes hints of notifications, one for each record: a body that is not signed proves nothing, so all that an event tells is fetched.</summary>
internal static class ZohoReader
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>The hints in a delivery.</summary>
    public static IReadOnlyList<IncomingEvent> Read(WebhookRequest request)
    {
        var notification = Notification.Of(request.Body.Span);
        var at = notification.At ?? request.ArrivedAt;
        return [.. notification.Ids.Select(id => Read(notification, id, at))];
    }

    /// <summary>The end that all events of a record carry.</summary>
    public static IReadOnlyDictionary<string, string> EndsOf(ZohoModule module, string id) => new Dictionary<string, string>(StringComparer.Ordinal) { [module.Object] = id };

    /// <summary>What stands in a hint's place for the record, which is not fetched yet.</summary>
    public static ZohoRecord Unfetched(ZohoModule module, string id, DateTimeOffset at, IReadOnlyList<ZohoChange> changes) => module.Name switch
    {
        "lead" => new ZohoLead { Id = id, Name = "", EmailOptOut = false, Tags = [], ModifiedAt = at, Changes = changes, Raw = Nothing },
        "contact" => new ZohoContact { Id = id, Name = "", EmailOptOut = false, Tags = [], ModifiedAt = at, Changes = changes, Raw = Nothing },
        "deal" => new ZohoDeal { Id = id, Name = "", Tags = [], ModifiedAt = at, Changes = changes, Raw = Nothing },
        _ => new ZohoCase { Id = id, Subject = "", Tags = [], ModifiedAt = at, Changes = changes, Raw = Nothing },
    };

    private static IncomingEvent Read(Notification notification, string id, DateTimeOffset at)
    {
        var changes = notification.ChangesOf(id, at);
        var module = ZohoModule.OfApiName(notification.Module);
        var type = TypeOf(module, notification.Operation);
        var key = notification.KeyOf(id, changes);
        if (module is null || type is null)
        {
            return new()
            {
                Type = ZohoConnector.Unknown,
                Account = null,
                Subject = $"{notification.Module}/{id}",
                DeliveryKey = key,
                OccurredAt = at,
                Data = new UnknownEvent { Kind = $"{notification.Module}.{notification.Operation}", Id = id, Changes = changes },
            };
        }

        return new()
        {
            Type = type,
            Account = null,
            Subject = $"{module.Name}/{id}",
            DeliveryKey = key,
            OccurredAt = at,
            Ends = EndsOf(module, id),
            Data = type == module.Deleted ? new ZohoDeleted { Id = id, DeletedAt = at } : Unfetched(module, id, at, [.. changes.Where(change => ZohoMark.Of(change.Value) is null)]),
            EchoOf = changes.Select(change => ZohoMark.Of(change.Value)?.CommandId).FirstOrDefault(command => command is not null),
        };
    }

    private static string? TypeOf(ZohoModule? module, string operation) => operation switch
    {
        "insert" or "create" => module?.Created,
        "update" or "edit" => module?.Changed,
        "delete" => module?.Deleted,
        _ => null,
    };
}
