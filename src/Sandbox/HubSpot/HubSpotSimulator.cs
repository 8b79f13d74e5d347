using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>The HubSpot API of one account.</summary>
internal sealed class HubSpotSimulator : IVendor
{
    private const string Newest = "newest";

    private readonly VendorKit kit;
    private readonly HubSpotAccount account;
    private readonly HubSpotWebhooks webhooks;
    private readonly HubSpotLimits limits;
    private readonly HubSpotSubscriptions subscriptions;
    private readonly VendorServer server;

    private HubSpotSimulator(VendorKit kit)
    {
        this.kit = kit;
        account = new(
            44_000_000 + kit.Dice.Below(1_000_000), 4_210_000 + kit.Dice.Below(1000), kit.Dice.Uuid(), kit.Dice.Uuid(), $"pat-na1-{kit.Dice.Uuid()}", $"na1-{kit.Dice.Uuid()}", kit.Dice.Uuid())
        {
            WebhookUrl = new Uri(kit.PublicUrl, "/webhooks/crm").AbsoluteUri,
        };
        webhooks = new(kit, account);
        limits = new(kit.Clock);
        Tokens = new(kit, account);
        subscriptions = new(account);
        State = new(kit, account, webhooks);
        server = new(kit, HubSpotErrors.Struck);
    }

    public string Name => "hubspot";

    public Uri Address => server.Address;

    public FaultSwitch Faults => kit.Faults;

    public RequestLog Log => kit.Log;

    public WebhookSender Webhooks => webhooks.Sender;

    /// <summary>Contacts, deals, tickets and their timelines.</summary>
    public HubSpotState State { get; }

    /// <summary>The tokens that were given.</summary>
    public HubSpotTokens Tokens { get; }

    /// <summary>Whether webhooks speak the generic dialect.</summary>
    public bool IsGeneric
    {
        get => webhooks.IsGeneric;
        set => webhooks.IsGeneric = value;
    }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["PortalId"] = HubSpotErrors.Text(account.PortalId),
        ["AppId"] = HubSpotErrors.Text(account.AppId),
        ["ClientSecret"] = account.ClientSecret,
        ["AccessToken"] = account.AccessToken,
        ["WebhookUrl"] = account.WebhookUrl,
    };

    /// <summary>The settings in the place of the private app's token, for the same app as a public one.</summary>
    public IReadOnlyDictionary<string, string> PublicApp => new Dictionary<string, string>
    {
        ["ClientId"] = account.ClientId,
        ["RefreshToken"] = account.RefreshToken,
        ["DeveloperKey"] = account.DeveloperKey,
    };

    public static async Task<HubSpotSimulator> StartAsync(VendorKit kit)
    {
        var simulator = new HubSpotSimulator(kit);
        await simulator.ListenAsync();
        return simulator;
    }

    public JsonNode Describe()
    {
        var all = new JsonObject();
        foreach (var kind in HubSpotProperties.Kinds)
        {
            all[kind] = new JsonArray([.. State.Of(kind).Select(record => (JsonNode)new JsonObject
            {
                ["id"] = record.Key,
                ["properties"] = new JsonObject(record.Properties.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))),
                ["with"] = new JsonArray([.. HubSpotProperties.Kinds.SelectMany(other => State.With(record, other)).Select(other => (JsonNode)$"{other.Kind}/{other.Key}")]),
            })]);
        }

        all["files"] = new JsonArray([.. State.Files.Select(file => (JsonNode)file.Path)]);
        all["lost"] = webhooks.Sender.Lost.Count;
        return all;
    }

    public IReadOnlyList<string> Holdings() => [.. State.Of("contacts").TakeLast(3).SelectMany(contact => State.With(contact, "communications").TakeLast(4)
        .Select(message => $"  {Shorten(message["hs_communication_body"])}")
        .Prepend($"contact {contact.Key} {contact["firstname"]} {contact["lastname"]} {contact["phone"]}, {State.With(contact, "deals").Count} deals, {State.With(contact, "tickets").Count} tickets, {State.With(contact, "communications").Count} messages"))];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        webhooks.Sender.Dispose();
    }

    private static string Shorten(string text) => text.Length <= 90 ? text : text[..90] + "…";

    private static IReadOnlyList<string> Names(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private Task ListenAsync()
    {
        Api("GET", "crm/v3/objects/{kind}/{id}", call => State.Read(call.Route("kind"), call.Route("id"), call.Query("idProperty"), Names(call.Query("properties")), Names(call.Query("propertiesWithHistory")), call.Query("associations")));
        Api("POST", "crm/v3/objects/{kind}", call => State.Create(call.Route("kind"), call.Json));
        Api("PATCH", "crm/v3/objects/{kind}/{id}", call => State.Update(call.Route("kind"), call.Route("id"), call.Json));
        Api("DELETE", "crm/v3/objects/{kind}/{id}", call => State.Archive(call.Route("kind"), call.Route("id")));
        Api("POST", "crm/v3/objects/{kind}/batch/read", call => State.ReadAll(call.Route("kind"), call.Json));
        Api("POST", "crm/v3/objects/{kind}/batch/upsert", call => State.Upsert(call.Route("kind"), call.Json));
        Api("POST", "crm/v3/objects/{kind}/search", call => State.Search(call.Route("kind"), call.Json), isSearch: true);
        Api("GET", "crm/v4/objects/{kind}/{id}/associations/{to}", call => State.Associations(call.Route("kind"), call.Route("id"), call.Route("to"), call.Query("after"), int.Parse(call.Query("limit") ?? "500", CultureInfo.InvariantCulture)));
        Api("PUT", "crm/v4/objects/{kind}/{id}/associations/default/{to}/{toId}", call => State.Associate(call.Route("kind"), call.Route("id"), call.Route("to"), call.Route("toId")));
        Api("POST", "crm/v4/associations/{kind}/{to}/batch/read", call => State.AssociationsOfAll(call.Route("kind"), call.Route("to"), call.Json));
        Api("GET", "crm/v3/properties/{kind}/{name}", call => State.WithProperties(call.Route("kind"), all => all.Read(call.Route("kind"), call.Route("name"))));
        Api("POST", "crm/v3/properties/{kind}", call => State.WithProperties(call.Route("kind"), all => all.Add(call.Route("kind"), call.Json)));
        Api("POST", "crm/v3/properties/{kind}/groups", call => State.WithProperties(call.Route("kind"), all => all.AddGroup(call.Route("kind"), call.Json)));
        Api("POST", "files/v3/files", call => HubSpotForm.Read(call) is { } form ? State.Store(form.Folder, form.Name, form.Bytes, form.Overwrites) : HubSpotErrors.Invalid("file", "REQUIRED_FIELD", "is required"));
        Api("GET", "files/v3/files/stat/{**path}", call => State.FileAt(call.Route("path")));
        Api("GET", "account-info/v3/details", _ => new(200, new JsonObject { ["portalId"] = account.PortalId, ["accountType"] = "STANDARD", ["timeZone"] = "US/Eastern", ["companyCurrency"] = "USD", ["dataHostingLocation"] = "na1" }));
        Api("POST", "oauth/v2/private-apps/get/access-token-info", Tokens.DescribePrivate);
        server.Api("POST", "/oauth/v1/token", Tokens.Give);
        server.Api("POST", "/oauth/v3/token/introspect", Tokens.Describe);
        server.Api("GET", "/webhooks/v3/{app}/settings", call => subscriptions.Settings(call));
        server.Api("PUT", "/webhooks/v3/{app}/settings", call => subscriptions.Set(call));
        server.Api("GET", "/webhooks/v3/{app}/subscriptions", call => subscriptions.List(call));
        server.Api("POST", "/webhooks/v3/{app}/subscriptions", call => subscriptions.Add(call));
        server.Api("PATCH", "/webhooks/v3/{app}/subscriptions/{id}", call => subscriptions.Switch(call));
        server.Control("POST", "records/{kind}", (call, body) => Kind(call) is { } kind ? new(200, State.Add(kind, ValuesOf(call.Json)).Show(ValuesOf(call.Json).Keys)) : HubSpotErrors.NoSuchKind(call.Route("kind")));
        server.Control("POST", "records/{kind}/{id}", (call, body) =>
        {
            if (Kind(call) is not { } kind) return HubSpotErrors.NoSuchKind(call.Route("kind"));
            var all = State.Of(kind);
            var record = call.Route("id") == Newest ? all.LastOrDefault() : all.FirstOrDefault(one => one.Key == call.Route("id"));
            if (record is null) return HubSpotErrors.NotFound();
            State.Change(record, ValuesOf(call.Json));
            return new(200, record.Show(ValuesOf(call.Json).Keys));
        });
        return server.StartAsync(this, _ => HubSpotErrors.NoSuchAddress());
    }

    private static string? Kind(Call call) => HubSpotProperties.Kinds.FirstOrDefault(kind => kind == call.Route("kind"));

    private static Dictionary<string, string> ValuesOf(JsonNode? body) =>
        body is JsonObject { Count: > 0 } values && values.All(value => value.Value is JsonValue text && text.TryGetValue<string>(out _))
            ? values.ToDictionary(value => value.Key, value => (string)value.Value!, StringComparer.Ordinal)
            : throw new WrongControlException("Give the properties as texts, such as {\"dealstage\": \"closedwon\"}.");

    private void Api(string method, string path, Func<Call, Answer> operation, bool isSearch = false) => server.Api(method, $"/{path}", call =>
    {
        var answer = Tokens.Refuse(call) ?? limits.Refuse(isSearch) ?? operation(call);
        if (isSearch) return answer;
        var headers = limits.Headers();
        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>()) headers[name] = value;
        return answer with { Headers = headers };
    });
}
