using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zoho;

/// <summary>The notification channels, which end, and what goes out by them: unsigned, once, and not at all by a channel that has ended.</summary>
/// <param name="kit">What the simulator works with.</param>
internal sealed class ZohoChannels(VendorKit kit)
{
    private const int MostTokenLetters = 50;
    private static readonly string[] Operations = ["create", "edit", "delete"];

    // Beyond it a channel is open for the usual hour.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Channel> channels = [];

    /// <summary>Sends them: nothing says that the vendor ever repeats a notification, so it does not.</summary>
    public WebhookSender Sender { get; } = new(kit.Clock, kit.Faults, kit.Log, status => status is >= 200 and < 300, TimeSpan.FromSeconds(5), _ => null);

    /// <summary>The channels that are open.</summary>
    public int Open
    {
        get
        {
            lock (gate) return channels.Values.Count(channel => channel.Expiry > kit.Clock.GetUtcNow());
        }
    }

    /// <summary>POST and PUT /actions/watch.</summary>
    public Answer Watch(JsonNode? body)
    {
        if (body?["watch"] is not JsonArray asked) return ZohoErrors.Missing("watch");
        lock (gate)
        {
            var results = asked.Select(one => (JsonNode)Watch((JsonObject)one!)).ToList();
            return new(201, new JsonObject { ["watch"] = new JsonArray([.. results]) }, Changed: true);
        }
    }

    /// <summary>GET /actions/watch.</summary>
    public Answer List(Call call)
    {
        lock (gate)
        {
            var now = kit.Clock.GetUtcNow();
            var open = channels.Values.Where(channel => channel.Expiry > now).OrderBy(channel => channel.Id, StringComparer.Ordinal).ToList();
            if (open.Count == 0) return new(204);
            var size = Math.Clamp(int.TryParse(call.Query("per_page"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : 200, 1, 200);
            var page = int.TryParse(call.Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
            return new(200, new JsonObject
            {
                ["watch"] = new JsonArray([.. open.Skip((page - 1) * size).Take(size).Select(channel => (JsonNode)channel.Show())]),
                ["info"] = new JsonObject { ["per_page"] = size, ["page"] = page, ["count"] = Math.Min(size, open.Count), ["more_records"] = open.Count > page * size },
            });
        }
    }

    /// <summary>Tells whoever watches that something was done to a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="operation"><c>create</c>, <c>edit</c> or <c>delete</c>.</param>
    /// <param name="values">What changed.</param>
    public void Tell(CrmRecord record, string operation, JsonObject values)
    {
        List<Channel> told;
        var now = kit.Clock.GetUtcNow();
        lock (gate) told = [.. channels.Values.Where(channel => channel.Expiry > now && channel.Events.Contains($"{record.Module}.{operation}"))];
        foreach (var channel in told)
        {
            var body = new JsonObject
            {
                ["server_time"] = now.ToUnixTimeMilliseconds(),
                ["affected_values"] = channel.WithValues && values.Count > 0 ? new JsonArray(new JsonObject { ["record_id"] = record.Id, ["values"] = values.DeepClone() }) : new JsonArray(),
                ["query_params"] = new JsonObject(),
                ["module"] = record.Module,
                ["resource_uri"] = $"https://www.zohoapis.com/crm/v8/{record.Module}",
                ["ids"] = new JsonArray(record.Id),
                ["affected_fields"] = values.Count > 0 ? new JsonArray(new JsonObject { [record.Id] = new JsonArray([.. values.Select(value => (JsonNode)value.Key)]) }) : new JsonArray(),
                ["operation"] = operation switch { "create" => "insert", "edit" => "update", _ => operation },
                ["channel_id"] = channel.Id,
                ["token"] = channel.Token,
            };
            Sender.Send(new(kit.Dice.Uuid(), $"{record.Module}/{record.Id}", $"{record.Module}.{operation}", channel.NotifyUrl.AbsolutePath, Encoding.UTF8.GetBytes(body.ToJsonString()), (_, _) => new Dictionary<string, string>()));
        }
    }

    private JsonObject Watch(JsonObject asked)
    {
        var id = asked["channel_id"]?.ToString();
        var token = (string?)asked["token"] ?? "";
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return ZohoErrors.Element("INVALID_DATA", "channel_id", "invalid data");
        if (token.Length > MostTokenLetters) return ZohoErrors.Element("INVALID_DATA", "token", "invalid data");
        if (!Uri.TryCreate((string?)asked["notify_url"], UriKind.Absolute, out var address)) return ZohoErrors.Element("INVALID_DATA", "notify_url", "invalid data");
        var events = (asked["events"] as JsonArray ?? []).Select(one => (string)one!).SelectMany(one => one.EndsWith(".all", StringComparison.Ordinal) ? Operations.Select(operation => one[..^3] + operation) : [one]).ToList();
        if (events.Count == 0) return ZohoErrors.Element("MANDATORY_NOT_FOUND", "events", "required field not found");
        var now = kit.Clock.GetUtcNow();
        var wanted = DateTimeOffset.TryParse((string?)asked["channel_expiry"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MaxValue;
        var expiry = Stamp.Whole(wanted > now && wanted - now <= Longest ? wanted : now + Usual);
        var channel = new Channel(id, events, expiry, token, address, (bool?)asked["return_affected_field_values"] ?? false);
        channels[id] = channel;
        return new()
        {
            ["code"] = "SUCCESS",
            ["details"] = new JsonObject { ["events"] = new JsonArray([.. channel.Modules.Select(module => (JsonNode)channel.ShowGrant(module))]) },
            ["message"] = "Successfully subscribed for actions-watch of the given module",
            ["status"] = "success",
        };
    }

    private sealed record Channel(string Id, IReadOnlyList<string> Events, DateTimeOffset Expiry, string Token, Uri NotifyUrl, bool WithValues)
    {
        public IEnumerable<string> Modules => Events.Select(one => one[..one.IndexOf('.', StringComparison.Ordinal)]).Distinct();

        public JsonObject ShowGrant(string module) => new() { ["channel_expiry"] = Stamp.Of(Expiry), ["resource_uri"] = $"https://www.zohoapis.com/crm/v8/{module}", ["resource_id"] = "1", ["resource_name"] = module, ["channel_id"] = Id };

        public JsonObject Show() => new()
        {
            ["notify_on_related_action"] = false,
            ["channel_expiry"] = Stamp.Of(Expiry),
            ["return_affected_field_values"] = WithValues,
            ["resource_name"] = Modules.First(),
            ["notify_url"] = NotifyUrl.ToString(),
            ["channel_id"] = Id,
            ["events"] = new JsonArray([.. Events.Select(one => (JsonNode)one)]),
            ["token"] = Token,
        };
    }
}
