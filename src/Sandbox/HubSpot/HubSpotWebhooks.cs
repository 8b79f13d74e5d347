using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>The vendor's webhooks: lists of events, signed over the registered address, repeated up to ten times within a day.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose webhooks they are.</param>
internal sealed class HubSpotWebhooks(VendorKit kit, HubSpotAccount account)
{
    private const int AtOnce = 100;

    // Ten tries within 24 hours; the waits between them are ours.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(10),
    ];

    private static readonly Dictionary<string, (string Name, string TypeId)> Kinds = new()
    {
        ["contacts"] = ("contact", "0-1"),
        ["deals"] = ("deal", "0-3"),
        ["tickets"] = ("ticket", "0-5"),
        ["companies"] = ("company", "0-2"),
    };

    // What HubSpot lets nobody subscribe, and what it works out itself.
    private static readonly HashSet<string> Silent =
        ["hs_lastmodifieddate", "lastmodifieddate", "createdate", "hs_object_id", "hs_object_source", "hs_object_source_id", "hs_object_source_label", "hs_calculated_phone_number", "hs_searchable_calculated_phone_number"];

    private long events;
    private long deliveries;

    /// <summary>Sends them. All but 2xx is repeated; a hub must answer within five seconds.</summary>
    public WebhookSender Sender { get; } = new(kit.Clock, kit.Faults, kit.Log, status => status is >= 200 and < 300, TimeSpan.FromSeconds(5), result => result.Try <= Waits.Length ? result.RetryAfter ?? Waits[result.Try - 1] : null);

    /// <summary>Whether it speaks the generic dialect, <c>object.creation</c> with the kind's id.</summary>
    public bool IsGeneric { get; set; }

    /// <summary>A record was made, with values: all of it in one delivery.</summary>
    public void Created(CrmRecord record, IReadOnlyList<string> properties, Actor by)
    {
        if (!Kinds.ContainsKey(record.Kind)) return;
        Send(record.Kind, [EventOf(record.Kind, record.Key, "creation", by, ("changeFlag", "CREATED")), .. ChangesOf(record, properties, by)]);
    }

    public void Changed(CrmRecord record, IReadOnlyList<string> properties, Actor by)
    {
        if (Kinds.ContainsKey(record.Kind)) Send(record.Kind, [.. ChangesOf(record, properties, by)]);
    }

    public void Deleted(CrmRecord record, Actor by)
    {
        if (Kinds.ContainsKey(record.Kind)) Send(record.Kind, [EventOf(record.Kind, record.Key, "deletion", by, ("changeFlag", "DELETED"))]);
    }

    public void Merged(CrmRecord into, IReadOnlyList<CrmRecord> merged, Actor by) => Send(into.Kind,
    [
        EventOf(into.Kind, into.Key, "merge", by, ("primaryObjectId", into.Id), ("newObjectId", into.Id), ("mergedObjectIds", new JsonArray([.. merged.Select(record => (JsonNode)record.Id)])), ("numberOfPropertiesMoved", 3)),
    ]);

    /// <summary>Two records were joined: told once from each side.</summary>
    public void Associated(CrmRecord from, CrmRecord to, Actor by)
    {
        foreach (var (one, other) in new[] { (from, to), (to, from) })
        {
            if (!Kinds.TryGetValue(one.Kind, out var kind) || !Kinds.TryGetValue(other.Kind, out var otherKind)) continue;
            Send(one.Kind,
            [
                EventOf(
                    one.Kind, one.Key, "associationChange", by, ("associationType", $"{kind.Name}_TO_{otherKind.Name}".ToUpperInvariant()), ("fromObjectId", one.Id), ("toObjectId", other.Id),
                    ("fromObjectTypeId", kind.TypeId), ("toObjectTypeId", otherKind.TypeId), ("associationRemoved", false), ("isPrimaryAssociation", false), ("associationTypeId", 3), ("associationCategory", "HUBSPOT_DEFINED")),
            ]);
        }
    }

    private IEnumerable<JsonObject> ChangesOf(CrmRecord record, IReadOnlyList<string> properties, Actor by) =>
        properties.Where(name => !Silent.Contains(name)).Select(name => EventOf(record.Kind, record.Key, "propertyChange", by, ("propertyName", name), ("propertyValue", record[name]), ("isSensitive", false)));

    private JsonObject EventOf(string kind, string id, string change, Actor by, params (string Name, JsonNode Value)[] more)
    {
        var (name, typeId) = Kinds[kind];
        var told = new JsonObject
        {
            ["eventId"] = Interlocked.Increment(ref events) + 3_000_000_000,
            ["subscriptionId"] = 2_902_227,
            ["portalId"] = account.PortalId,
            ["appId"] = account.AppId,
            ["occurredAt"] = kit.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            ["subscriptionType"] = $"{(IsGeneric ? "object" : name)}.{change}",
            ["attemptNumber"] = 0,
            ["objectId"] = long.Parse(id, System.Globalization.CultureInfo.InvariantCulture),
            ["changeSource"] = by.Source,
            ["sourceId"] = by.Id,
        };
        if (IsGeneric) told["objectTypeId"] = typeId;
        foreach (var (field, value) in more) told[field] = value;
        return told;
    }

    private void Send(string kind, IReadOnlyList<JsonObject> told)
    {
        foreach (var some in told.Chunk(AtOnce))
        {
            var id = HubSpotErrors.Text(Interlocked.Increment(ref deliveries));

            // Up to ten at once, and in no order that anybody promises: each is a line of its own.
            Sender.Send(new(id, $"delivery/{id}", $"{kind} ({some.Length})", "/webhooks/crm", Encoding.UTF8.GetBytes(new JsonArray([.. some]).ToJsonString()), Sign));
        }
    }

    private Dictionary<string, string> Sign(byte[] body, DateTimeOffset at)
    {
        var timestamp = HubSpotErrors.Text(at.ToUnixTimeMilliseconds());
        return new()
        {
            ["X-HubSpot-Request-Timestamp"] = timestamp,
            ["X-HubSpot-Signature-v3"] = Convert.ToBase64String(HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(account.ClientSecret), (byte[])[.. Encoding.UTF8.GetBytes($"POST{account.WebhookUrl}"), .. body, .. Encoding.UTF8.GetBytes(timestamp)])),
            ["X-HubSpot-Signature"] = Convert.ToHexStringLower(SHA256.HashData((byte[])[.. Encoding.UTF8.GetBytes(account.ClientSecret), .. body])),
            ["X-HubSpot-Signature-Version"] = "v1",
        };
    }
}
