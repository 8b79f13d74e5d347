using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Sandbox;

/// <summary>The counters of the hub that the Sandbox looks at.</summary>
/// <param name="Json">The answer of <c>GET /api/v1/stats</c>.</param>
internal sealed record HubStats(JsonNode Json)
{
    public long Media(string name) => (long?)Json["media"]?[name] ?? 0;

    public long Webhooks(string name) => (long?)Json["webhooks"]?[name] ?? 0;

    public long Events(string name) => (long?)Json["events"]?[name] ?? 0;

    public long Commands(string name) => (long?)Json["commands"]?[name] ?? 0;

    public long Requests(string name) => (long?)Json["requests"]?[name] ?? 0;

    /// <summary>Whether every level adds up: what came in is applied, without effect, parked or pending, and nothing else.</summary>
    public bool Closes =>
        Webhooks("received") == Webhooks("applied") + Webhooks("noop") + Webhooks("parked") + Webhooks("pending")
        && Events("received") == Events("applied") + Events("noop") + Events("parked") + Events("pending")
        && Commands("created") == Commands("done") + Commands("refused") + Commands("cancelled") + Commands("parked") + Commands("unknown") + Commands("pending");
}

/// <summary>The hub's admin API, as the Sandbox uses it.</summary>
internal sealed class HubApi : IDisposable
{
    private readonly HttpClient http;

    /// <summary>The API of a hub.</summary>
    /// <param name="address">Where the hub listens.</param>
    /// <param name="key">Its admin key.</param>
    public HubApi(Uri address, string key)
    {
        http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(15) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => http.Dispose();

    /// <summary>The counters.</summary>
    public async Task<HubStats> StatsAsync(CancellationToken cancel) => new(await GetAsync("/api/v1/stats", cancel));

    /// <summary>Commands, newest first.</summary>
    /// <param name="filter">The query without the question mark.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<JsonNode>> CommandsAsync(string filter, CancellationToken cancel) => await ListAsync($"/api/v1/commands?reveal=true&limit=500&{filter}", cancel);

    /// <summary>What was tried for a command: when, and what came of it.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<JsonNode>> AttemptsAsync(string id, CancellationToken cancel) => [.. ((await GetAsync($"/api/v1/commands/{id}", cancel))["attempts"] as JsonArray ?? []).Select(attempt => attempt!)];

    /// <summary>Events, newest first.</summary>
    /// <param name="filter">The query without the question mark.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<JsonNode>> EventsAsync(string filter, CancellationToken cancel) => await ListAsync($"/api/v1/events?limit=500&{filter}", cancel);

    /// <summary>What the applied events of one type and subject brought, in the order of the inbox.</summary>
    /// <param name="subject">The subject, for example <c>desk/ticket/7</c>.</param>
    /// <param name="type">The type of the events.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<JsonNode>> InboxAsync(string subject, string type, CancellationToken cancel) =>
        [.. (await EventsAsync($"reveal=true&subject={Uri.EscapeDataString(subject)}", cancel)).Where(e => (string?)e["state"] == "applied" && (string?)e["type"] == type).Select(e => e["data"]!).Reverse()];

    /// <summary>Alerts, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> AlertsAsync(CancellationToken cancel) => await ListAsync("/api/v1/alerts?reveal=true", cancel);

    /// <summary>How connections have been compared with their vendors.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReconciliationsAsync(CancellationToken cancel) => [.. ((await GetAsync("/api/v1/reconciliations", cancel))["reconciliations"] as JsonArray ?? []).Select(i => i!)];

    /// <summary>Has a connection compared with its vendor.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="since">How far back: <c>24h</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task ReconcileAsync(string connection, string since, CancellationToken cancel)
    {
        using var body = new StringContent(new JsonObject { ["connection"] = connection, ["since"] = since }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/v1/reconciliations", UriKind.Relative), body, cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The thread of the person with this phone; null where the hub has none.</summary>
    public async Task<JsonNode?> ThreadAsync(string phone, CancellationToken cancel)
    {
        var found = await SearchAsync(phone, cancel);
        var thread = (found["customers"] as JsonArray ?? []).SelectMany(c => c?["threads"] as JsonArray ?? []).Select(t => (string?)t).FirstOrDefault();
        return thread is null ? null : await GetAsync($"/api/v1/threads/{thread}?reveal=true&limit=500", cancel);
    }

    /// <summary>What a search for a text finds.</summary>
    public Task<JsonNode> SearchAsync(string text, CancellationToken cancel) => GetAsync($"/api/v1/search?q={Uri.EscapeDataString(text)}&reveal=true", cancel);

    /// <summary>Gives an order of the people who run the hub: <c>routes/shipped/pause</c>.</summary>
    /// <returns>Whether it was obeyed; false where the hub refuses it as things stand.</returns>
    public async Task<bool> OrderAsync(string order, CancellationToken cancel)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"/api/v1/{order}", UriKind.Relative), body, cancel);
        if ((int)answer.StatusCode >= 500) answer.EnsureSuccessStatusCode();
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Sets the hub's business clock.</summary>
    public async Task SetClockAsync(DateTimeOffset now, CancellationToken cancel)
    {
        using var body = new StringContent(new JsonObject { ["now"] = now }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/sandbox/clock", UriKind.Relative), body, cancel);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string path, CancellationToken cancel) => [.. ((await GetAsync(path, cancel))["items"] as JsonArray ?? []).Select(i => i!)];

    private async Task<JsonNode> GetAsync(string path, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancel);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancel)) ?? throw new HttpRequestException($"{path} was answered null.");
    }
}
