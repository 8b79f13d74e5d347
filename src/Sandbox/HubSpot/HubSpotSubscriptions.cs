using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>What the app is subscribed to, and where its webhooks go to: seen and changed with the developer's key. What the simulator sends does not depend on it.</summary>
/// <param name="account">Whose.</param>
internal sealed class HubSpotSubscriptions(HubSpotAccount account)
{
    private readonly Lock gate = new();
    private readonly List<JsonObject> subscriptions = [];
    private JsonObject? settings;
    private long next = 2_902_000;

    public Answer Settings(Call call) => Guarded(call, () => settings is null ? HubSpotErrors.NotFound() : new(200, settings.DeepClone()));

    public Answer Set(Call call) => Guarded(call, () =>
    {
        settings = call.Json?.DeepClone().AsObject();
        return new(200, settings?.DeepClone(), Changed: true);
    });

    public Answer List(Call call) => Guarded(call, () => new(200, new JsonObject { ["results"] = new JsonArray([.. subscriptions.Select(one => one.DeepClone())]) }));

    public Answer Add(Call call) => Guarded(call, () =>
    {
        var made = call.Json!.DeepClone().AsObject();
        if (subscriptions.Exists(one => (string?)one["eventType"] == (string?)made["eventType"] && (string?)one["propertyName"] == (string?)made["propertyName"])) return HubSpotErrors.PropertyExists("subscription");
        made["id"] = HubSpotErrors.Text(++next);
        made["active"] ??= false;
        subscriptions.Add(made);
        return new(201, made.DeepClone(), Changed: true);
    });

    public Answer Switch(Call call) => Guarded(call, () =>
    {
        if (subscriptions.Find(one => (string?)one["id"] == call.Route("id")) is not { } found) return HubSpotErrors.NotFound();
        found["active"] = (bool?)call.Json?["active"];
        return new(200, found.DeepClone(), Changed: true);
    });

    private Answer Guarded(Call call, Func<Answer> operation)
    {
        if (call.Query("hapikey") != account.DeveloperKey || call.Route("app") != HubSpotErrors.Text(account.AppId)) return HubSpotErrors.BadCredentials();
        lock (gate) return operation();
    }
}
