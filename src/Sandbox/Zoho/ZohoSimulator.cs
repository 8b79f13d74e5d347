using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sandbox.Vendors;

namespace Sandbox.Zoho;

/// <summary>The Zoho CRM API of one organisation, with its accounts server.</summary>
internal sealed class ZohoSimulator : IVendor
{
    private const string Newest = "newest";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Regex FileName = new("filename=\"?(?<name>[^\";\r\n]+)", RegexOptions.NonBacktracking);

    private readonly VendorKit kit;
    private readonly ZohoAccount account;
    private readonly ZohoChannels channels;
    private readonly ZohoReading reading;
    private readonly VendorServer server;
    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> spent = new();

    private ZohoSimulator(VendorKit kit)
    {
        this.kit = kit;
        account = new($"1000.{kit.Dice.Hex(30)}", kit.Dice.Secret(), $"1000.{kit.Dice.Secret()}", kit.Dice.Secret());
        channels = new(kit);
        State = new(kit, channels);
        OAuth = new(kit, account);
        reading = new(kit, State);
        server = new(kit, ZohoErrors.Struck);
    }

    public string Name => "zoho";

    public Uri Address => server.Address;

    public FaultSwitch Faults => kit.Faults;

    public RequestLog Log => kit.Log;

    public WebhookSender Webhooks => channels.Sender;

    /// <summary>The records.</summary>
    public ZohoState State { get; }

    /// <summary>The access tokens.</summary>
    public ZohoOAuth OAuth { get; }

    /// <summary>How many notification channels are open.</summary>
    public int OpenChannels => channels.Open;

    /// <summary>The credits of a day.</summary>
    public int Credits { get; set; } = 50_000;

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["ClientId"] = account.ClientId,
        ["ClientSecret"] = account.ClientSecret,
        ["RefreshToken"] = account.RefreshToken,
        ["WebhookSecret"] = account.WebhookSecret,
        ["AccountsUrl"] = Address.ToString(),
        ["HubUser"] = State.Hub.Id,
        ["Currency"] = "EUR",
    };

    public static async Task<ZohoSimulator> StartAsync(VendorKit kit)
    {
        var simulator = new ZohoSimulator(kit);
        await simulator.ListenAsync();
        return simulator;
    }

    public JsonNode Describe() => new JsonObject
    {
        ["records"] = new JsonArray([.. State.Records.Select(record =>
        {
            var shown = record.Show();
            shown["module"] = record.Module;
            shown["notes"] = new JsonArray([.. record.Notes.Select(note => (JsonNode)note.Show())]);
            shown["attachments"] = new JsonArray([.. record.Attachments.Select(attachment => (JsonNode)attachment.Show())]);
            return (JsonNode)shown;
        })]),
        ["channels"] = OpenChannels,
        ["lost"] = channels.Sender.Lost.Count,
    };

    public IReadOnlyList<string> Holdings() =>
    [
        .. State.Records.TakeLast(5).Select(record => $"{record.Module} {record.Id} {record.Text("Last_Name") ?? record.Text("Deal_Name") ?? record.Text("Subject")}, {record.Text("Lead_Status") ?? record.Text("Stage") ?? record.Text("Status") ?? "no status"}, {record.Notes.Count} notes, {record.Attachments.Count} attachments"),
        $"{OpenChannels} notification channels open",
    ];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        channels.Sender.Dispose();
    }

    private static Answer Written(JsonObject? result, int status = 200)
    {
        if (result is null) return ZohoErrors.NoSuchRecord();
        var isDone = (string?)result["status"] == "success";
        return new(isDone ? status : 202, new JsonObject { ["data"] = new JsonArray(result) }, Changed: isDone);
    }

    private static JsonObject First(Call call) => call.Json?["data"] is JsonArray { Count: > 0 } data ? (JsonObject)data[0]! : [];

    private static List<string> Texts(JsonNode? list, string? property = null) => [.. (list as JsonArray ?? []).Select(one => (string)(property is null ? one : one![property])!)];

    private async Task ListenAsync()
    {
        server.Api("POST", "/oauth/v2/token", call => OAuth.Refresh(call, Address));
        Api("GET", "users", _ => new(200, new JsonObject { ["users"] = new JsonArray(new JsonObject { ["id"] = State.Hub.Id, ["full_name"] = State.Hub.Name, ["email"] = State.Hub.Email, ["status"] = "active" }) }));
        Api("GET", "settings/fields", call => new(200, new JsonObject { ["fields"] = new JsonArray([.. FieldsOf(call.Query("module") ?? "")]) }));
        Api("GET", "actions/watch", channels.List);
        Api("POST", "actions/watch", call => channels.Watch(call.Json));
        Api("PUT", "actions/watch", call => channels.Watch(call.Json));
        Api("POST", "Notes", call => Written(State.AddNote(First(call)), 201));
        OfModule("POST", "upsert", call => Written(State.Upsert(call.Route("module"), First(call), Texts(call.Json?["duplicate_check_fields"]))));
        OfModule("GET", "search", reading.Search);
        OfModule("GET", "deleted", reading.Deleted);
        OfModule("GET", "", reading.List);
        OfModule("GET", "{id}", call => State.Find(call.Route("module"), call.Route("id")) is { } record ? new(200, new JsonObject { ["data"] = new JsonArray(record.Show()) }) : new(204));
        OfModule("PUT", "{id}", call => Written(State.Update(call.Route("module"), call.Route("id"), First(call))));
        OfModule("POST", "{id}/Attachments", Attach);
        OfModule("POST", "{id}/actions/add_tags", call => Written(State.Tag(call.Route("module"), call.Route("id"), Texts(call.Json?["tags"], "name"), add: true)));
        OfModule("POST", "{id}/actions/remove_tags", call => Written(State.Tag(call.Route("module"), call.Route("id"), Texts(call.Json?["tags"], "name"), add: false)));
        OfModule("GET", "{id}/__timeline", reading.Timeline);
        OfModule("GET", "{id}/{list}", reading.Related);
        server.Control("POST", "records", (_, body) =>
        {
            var module = body.OneOf("module", "Leads", ZohoState.Modules)!;
            var fields = new[] { "First_Name", "Last_Name", "Company", "Phone", "Mobile", "Email", "Deal_Name", "Stage", "Subject", "Status" }.Select(field => (Field: field, Value: body.TextOr(field))).Where(field => field.Value is not null);
            return new(200, State.Add(module, [.. fields.Select(field => (field.Field, field.Value!))]).Show());
        });
        server.Control("POST", "records/{id}", (call, body) =>
        {
            var all = State.Records;
            if ((call.Route("id") == Newest ? all.LastOrDefault() : all.FirstOrDefault(one => one.Id == call.Route("id"))) is not { } record) return ZohoErrors.NoSuchRecord();
            State.Change(record, body.Text("field"), body.Text("value"));
            return new(200, record.Show());
        });
        await server.StartAsync(this, _ => ZohoErrors.NoSuchAddress());
    }

    private static IEnumerable<JsonNode> FieldsOf(string module)
    {
        yield return new JsonObject { ["api_name"] = "id", ["unique"] = new JsonObject() };
        yield return new JsonObject { ["api_name"] = ZohoState.MarkField, ["unique"] = new JsonObject() };
        if (module is "Leads" or "Contacts") yield return new JsonObject { ["api_name"] = ZohoState.KeyField, ["unique"] = new JsonObject { ["casesensitive"] = "" } };
    }

    private Answer Attach(Call call)
    {
        var (module, id) = (call.Route("module"), call.Route("id"));
        if (call.Query("attachmentUrl") is { } link) return Written(State.Attach(module, id, call.Query("title") ?? link, link, 0));
        var name = FileName.Match(call.Text).Groups["name"].Value;
        return name.Length == 0 ? ZohoErrors.Missing("file") : Written(State.Attach(module, id, name, null, call.Bytes.Length));
    }

    private void OfModule(string method, string rest, Func<Call, Answer> operation) =>
        Api(method, rest.Length == 0 ? "{module}" : $"{{module}}/{rest}", call => ZohoState.Modules.Contains(call.Route("module")) ? operation(call) : ZohoErrors.NoSuchModule());

    private void Api(string method, string path, Func<Call, Answer> operation) => server.Api(method, $"/crm/v8/{path}", call =>
    {
        if (!OAuth.IsGood(call.Header("Authorization"))) return ZohoErrors.BadToken();
        if (Spend() is not { } left) return ZohoErrors.CreditsSpent();
        var answer = operation(call);
        return answer with { Headers = new Dictionary<string, string>(answer.Headers ?? new Dictionary<string, string>()) { ["X-API-CREDITS-REMAINING"] = left.ToString(CultureInfo.InvariantCulture) } };
    });

    // The credits that are left after a call; null where there are none for it.
    private int? Spend()
    {
        lock (gate)
        {
            var now = kit.Clock.GetUtcNow();
            while (spent.TryPeek(out var first) && now - first >= Day) spent.Dequeue();
            if (spent.Count >= Credits) return null;
            spent.Enqueue(now);
            return Credits - spent.Count;
        }
    }
}
