using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>The records, and the rules of changing them.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose.</param>
/// <param name="webhooks">Where changes are told.</param>
internal sealed class HubSpotState(VendorKit kit, HubSpotAccount account, HubSpotWebhooks webhooks)
{
    private readonly Lock gate = new();
    private readonly HubSpotProperties properties = new();
    private readonly Dictionary<long, CrmRecord> records = [];
    private readonly HashSet<(long, long)> associations = [];
    private readonly List<StoredFile> files = [];
    private long next = 171_591_000_000;

    /// <summary>The person who works in HubSpot.</summary>
    public static Actor Person { get; } = new("CRM_UI", "userId:77");

    /// <summary>How long until the search knows what was written.</summary>
    public TimeSpan SearchLag { get; set; } = TimeSpan.FromSeconds(2);

    public IReadOnlyList<StoredFile> Files
    {
        get
        {
            lock (gate) return [.. files];
        }
    }

    /// <summary>The records of a kind that are there, oldest first.</summary>
    public IReadOnlyList<CrmRecord> Of(string kind)
    {
        lock (gate) return [.. records.Values.Where(record => record.Kind == kind && !record.IsArchived).OrderBy(record => record.Id)];
    }

    /// <summary>The records of a kind that are associated with a record, oldest first.</summary>
    public IReadOnlyList<CrmRecord> With(CrmRecord record, string kind)
    {
        lock (gate) return Associated(record, kind);
    }

    /// <summary>A person makes a record.</summary>
    public CrmRecord Add(string kind, IReadOnlyDictionary<string, string> values, Actor? by = null)
    {
        lock (gate) return Make(kind, values, by ?? Person);
    }

    /// <summary>A person changes a record.</summary>
    public void Change(CrmRecord record, IReadOnlyDictionary<string, string> values, Actor? by = null)
    {
        lock (gate) Write(record, values, by ?? Person);
    }

    /// <summary>A person deletes a record.</summary>
    public void Delete(CrmRecord record)
    {
        lock (gate) record.IsArchived = true;
        webhooks.Deleted(record, Person);
    }

    /// <summary>A person makes one of several records.</summary>
    public void Merge(CrmRecord into, params IReadOnlyList<CrmRecord> others)
    {
        lock (gate)
        {
            foreach (var other in others)
            {
                other.IsArchived = true;
                foreach (var id in associations.Where(pair => pair.Item1 == other.Id).Select(pair => pair.Item2).ToList()) Join(into.Id, id);
            }
        }

        webhooks.Merged(into, others, Person);
    }

    /// <summary>A person joins two records.</summary>
    public void Associate(CrmRecord from, CrmRecord to)
    {
        lock (gate) Join(from.Id, to.Id);
        webhooks.Associated(from, to, Person);
    }

    /// <summary>GET /crm/v3/objects/{kind}/{id}.</summary>
    public Answer Read(string kind, string id, string? idProperty, IReadOnlyList<string> shown, IReadOnlyList<string> histories, string? others)
    {
        lock (gate)
        {
            // Properties that are asked for and not there are passed over.
            if (Refused(kind, []) is { } refused) return refused;
            if (idProperty is not null && !properties.IsUnique(kind, idProperty)) return HubSpotErrors.Invalid(idProperty, "PROPERTY_DOESNT_EXIST", "the id property does not exist or is not unique");
            if (Find(kind, id, idProperty) is not { } record) return HubSpotErrors.NotFound();
            var body = record.Show(shown, histories);
            var joined = (others ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(other => (Kind: other, Records: Associated(record, other))).Where(one => one.Records.Count > 0).ToList();

            // One that is joined in two ways stands there twice.
            if (joined.Count > 0)
            {
                body["associations"] = new JsonObject(joined.Select(one => KeyValuePair.Create(one.Kind, (JsonNode?)new JsonObject
                {
                    ["results"] = new JsonArray([.. one.Records.SelectMany(other => new[] { "_unlabeled", "" }.Select(way => (JsonNode)new JsonObject { ["id"] = other.Key, ["type"] = $"{kind}_to_{one.Kind}{way}" }))]),
                })));
            }

            return new(200, body);
        }
    }

    /// <summary>POST /crm/v3/objects/{kind}.</summary>
    public Answer Create(string kind, JsonNode? body)
    {
        lock (gate)
        {
            var values = HubSpotRules.ValuesOf(body);
            if (Refused(kind, values.Keys) is { } refused) return refused;
            if (HubSpotRules.Invalid(kind, values) is { } invalid) return invalid;
            if (Taken(kind, values, null) is { } taken) return taken;
            return new(201, Make(kind, values, account.App).Show(values.Keys), Changed: true);
        }
    }

    /// <summary>PATCH /crm/v3/objects/{kind}/{id}.</summary>
    public Answer Update(string kind, string id, JsonNode? body)
    {
        lock (gate)
        {
            var values = HubSpotRules.ValuesOf(body);
            if (Refused(kind, values.Keys) is { } refused) return refused;
            if (Find(kind, id, null) is not { } record) return HubSpotErrors.NotFound();
            if (Taken(kind, values, record) is { } taken) return taken;
            Write(record, values, account.App);
            return new(200, record.Show(values.Keys), Changed: true);
        }
    }

    /// <summary>POST /crm/v3/objects/{kind}/batch/upsert.</summary>
    public Answer Upsert(string kind, JsonNode? body)
    {
        lock (gate)
        {
            JsonArray results = [];
            JsonArray errors = [];
            foreach (var input in body?["inputs"]?.AsArray() ?? [])
            {
                var (idProperty, id) = ((string?)input?["idProperty"] ?? "", (string?)input?["id"] ?? "");
                var values = HubSpotRules.ValuesOf(input);
                if (!properties.IsUnique(kind, idProperty)) return HubSpotErrors.Invalid(idProperty, "PROPERTY_DOESNT_EXIST", $"Property {idProperty} does not exist");
                if (Refused(kind, values.Keys) is { } refused) return refused;
                values[idProperty] = id;
                var known = Find(kind, id, idProperty);
                if (Taken(kind, values, known) is { } taken)
                {
                    errors.Add(taken.Json!.DeepClone());
                    continue;
                }

                if (known is not null) Write(known, values, account.App);
                var shown = (known ?? Make(kind, values, account.App)).Show(values.Keys);
                shown["new"] = known is null;
                results.Add(shown);
            }

            return new(errors.Count > 0 ? 207 : 200, new JsonObject { ["status"] = "COMPLETE", ["results"] = results, ["errors"] = errors, ["numErrors"] = errors.Count }, Changed: results.Count > 0);
        }
    }

    /// <summary>POST /crm/v3/objects/{kind}/batch/read: what is not there is left out, and counted.</summary>
    public Answer ReadAll(string kind, JsonNode? body)
    {
        lock (gate)
        {
            var ids = (body?["inputs"]?.AsArray() ?? []).Select(input => (string)input!["id"]!).ToList();
            var histories = HubSpotRules.Texts(body?["propertiesWithHistory"]);
            if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Count) return new(400, new JsonObject { ["status"] = "error", ["message"] = "Duplicate IDs found in batch input. IDs must be unique", ["category"] = "VALIDATION_ERROR" });
            if (ids.Count > (histories.Count > 0 ? 50 : 100)) return new(400, new JsonObject { ["status"] = "error", ["message"] = "too many inputs", ["category"] = "VALIDATION_ERROR" });
            var found = ids.Select(id => Find(kind, id, null)).OfType<CrmRecord>().ToList();
            var answer = new JsonObject { ["status"] = "COMPLETE", ["results"] = new JsonArray([.. found.Select(record => record.Show(HubSpotRules.Texts(body?["properties"]), histories.Count > 0 ? histories : null))]) };
            if (found.Count < ids.Count) answer["numErrors"] = ids.Count - found.Count;
            return new(found.Count < ids.Count ? 207 : 200, answer);
        }
    }

    /// <summary>POST /crm/v3/objects/{kind}/search: knows records as they were a while ago.</summary>
    public Answer Search(string kind, JsonNode? body)
    {
        lock (gate)
        {
            var groups = (body?["filterGroups"]?.AsArray() ?? []).Select(group => group!["filters"]!.AsArray().Select(filter => (Name: (string)filter!["propertyName"]!, Operator: (string)filter["operator"]!, Value: (string)filter["value"]!)).ToList()).ToList();
            if (Refused(kind, groups.SelectMany(group => group).Select(filter => filter.Name)) is { } refused) return refused;
            var moment = kit.Clock.GetUtcNow() - SearchLag;
            var found = records.Values.Where(record => record.Kind == kind).Select(record => (Record: record, Known: record.IndexedAt(moment)))
                .Where(one => one.Known.Count > 0 && (groups.Count == 0 || groups.Exists(group => group.TrueForAll(filter => HubSpotRules.Holds(one.Known, filter)))));
            if (body?["sorts"]?.AsArray() is [{ } sort, ..])
            {
                var name = (string)sort["propertyName"]!;
                found = (string?)sort["direction"] == "DESCENDING" ? found.OrderByDescending(one => one.Known.GetValueOrDefault(name), StringComparer.Ordinal) : found.OrderBy(one => one.Known.GetValueOrDefault(name), StringComparer.Ordinal);
            }

            var all = found.Select(one => one.Record).ToList();
            var start = int.Parse((string?)body?["after"] ?? "0", CultureInfo.InvariantCulture);
            var limit = Math.Clamp((int?)body?["limit"] ?? 10, 1, 200);
            if (start + limit > 10_000) return new(400, new JsonObject { ["status"] = "error", ["message"] = "The search has a limit of 10000 results.", ["category"] = "VALIDATION_ERROR" });
            var answer = new JsonObject { ["total"] = all.Count, ["results"] = new JsonArray([.. all.Skip(start).Take(limit).Select(record => record.Show(HubSpotRules.Texts(body?["properties"])))]) };
            if (start + limit < all.Count) answer["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = HubSpotErrors.Text(start + limit) } };
            return new(200, answer);
        }
    }

    /// <summary>DELETE /crm/v3/objects/{kind}/{id}.</summary>
    public Answer Archive(string kind, string id)
    {
        lock (gate)
        {
            if (Find(kind, id, null) is not { } record) return new(204);
            record.IsArchived = true;
            webhooks.Deleted(record, account.App);
            return new(204, Changed: true);
        }
    }

    /// <summary>PUT /crm/v4/objects/{kind}/{id}/associations/default/{to}/{toId}.</summary>
    public Answer Associate(string kind, string id, string to, string toId)
    {
        lock (gate)
        {
            if (Find(kind, id, null) is not { } from || Find(to, toId, null) is not { } other) return HubSpotErrors.NotFound();
            if (Join(from.Id, other.Id)) webhooks.Associated(from, other, account.App);
            return new(200, new JsonObject { ["status"] = "COMPLETE", ["results"] = new JsonArray(new JsonObject { ["from"] = new JsonObject { ["id"] = from.Key }, ["to"] = new JsonObject { ["id"] = other.Key } }) }, Changed: true);
        }
    }

    /// <summary>GET /crm/v4/objects/{kind}/{id}/associations/{to}.</summary>
    public Answer Associations(string kind, string id, string to, string? after, int limit)
    {
        lock (gate)
        {
            if (Find(kind, id, null) is not { } record) return HubSpotErrors.NotFound();
            var all = Associated(record, to);
            var start = int.Parse(after ?? "0", CultureInfo.InvariantCulture);
            var answer = new JsonObject { ["results"] = new JsonArray([.. all.Skip(start).Take(limit).Select(HubSpotRules.ToShow)]) };
            if (start + limit < all.Count) answer["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = HubSpotErrors.Text(start + limit) } };
            return new(200, answer);
        }
    }

    /// <summary>POST /crm/v4/associations/{kind}/{to}/batch/read.</summary>
    public Answer AssociationsOfAll(string kind, string to, JsonNode? body)
    {
        lock (gate)
        {
            JsonArray results = [];
            var errors = 0;
            foreach (var id in (body?["inputs"]?.AsArray() ?? []).Select(input => (string)input!["id"]!))
            {
                if (Find(kind, id, null) is { } record && Associated(record, to) is { Count: > 0 } joined) results.Add(new JsonObject { ["from"] = new JsonObject { ["id"] = id }, ["to"] = new JsonArray([.. joined.Select(HubSpotRules.ToShow)]) });
                else errors++;
            }

            return new(errors > 0 ? 207 : 200, new JsonObject { ["status"] = "COMPLETE", ["results"] = results, ["numErrors"] = errors });
        }
    }

    /// <summary>Anything about properties.</summary>
    public Answer WithProperties(string kind, Func<HubSpotProperties, Answer> operation)
    {
        lock (gate) return HubSpotProperties.Kinds.Contains(kind) ? operation(properties) : HubSpotErrors.NoSuchKind(kind);
    }

    /// <summary>POST /files/v3/files: a file at the same path is overwritten where that was asked for.</summary>
    public Answer Store(string folder, string name, byte[] bytes, bool overwrites)
    {
        lock (gate)
        {
            var path = $"{folder.Trim('/')}/{name}";
            var known = overwrites ? files.Find(file => file.Path == path) : null;
            var file = new StoredFile(known?.Id ?? ++next, path, bytes);
            if (known is not null) files.Remove(known);
            files.Add(file);
            return new(201, HubSpotRules.Show(file), Changed: true);
        }
    }

    /// <summary>GET /files/v3/files/stat/{path}.</summary>
    public Answer FileAt(string path)
    {
        lock (gate) return files.Find(file => file.Path == path.Trim('/')) is { } found ? new(200, new JsonObject { ["file"] = HubSpotRules.Show(found) }) : HubSpotErrors.NotFound();
    }

    private Answer? Refused(string kind, IEnumerable<string> names)
    {
        if (!HubSpotProperties.Kinds.Contains(kind)) return HubSpotErrors.NoSuchKind(kind);
        return names.FirstOrDefault(name => !properties.Has(kind, name)) is { } unknown ? HubSpotErrors.Invalid(unknown, "PROPERTY_DOESNT_EXIST", $"Property '{unknown}' does not exist") : null;
    }

    private Answer? Taken(string kind, Dictionary<string, string> values, CrmRecord? but)
    {
        foreach (var (name, value) in values.Where(value => value.Value.Length > 0 && properties.IsUnique(kind, value.Key)))
        {
            if (records.Values.FirstOrDefault(record => record != but && record.Kind == kind && !record.IsArchived && string.Equals(record[name], value, StringComparison.OrdinalIgnoreCase)) is not { } other) continue;
            return name == "email" ? new(409, HubSpotErrors.Exists(other.Id)) : HubSpotErrors.Invalid(name, "CONFLICTING_UNIQUE_VALUE", $"{value} already has that value.");
        }

        return null;
    }

    private CrmRecord? Find(string kind, string id, string? idProperty) => records.Values.FirstOrDefault(record =>
        record.Kind == kind && !record.IsArchived && (idProperty is null ? record.Key == id : record[idProperty].Length > 0 && string.Equals(record[idProperty], id, StringComparison.OrdinalIgnoreCase)));

    private List<CrmRecord> Associated(CrmRecord record, string kind) =>
        [.. associations.Where(pair => pair.Item1 == record.Id).Select(pair => records[pair.Item2]).Where(other => other.Kind == kind && !other.IsArchived).OrderBy(other => other.Id)];

    private bool Join(long from, long to)
    {
        associations.Add((to, from));
        return associations.Add((from, to));
    }

    private CrmRecord Make(string kind, IReadOnlyDictionary<string, string> values, Actor by)
    {
        var now = kit.Clock.GetUtcNow();
        var record = new CrmRecord(++next, kind, now);
        records[record.Id] = record;
        var changed = record.Write(
            new Dictionary<string, string>(values, StringComparer.Ordinal)
            {
                ["hs_object_id"] = record.Key, ["createdate"] = Stamp.Of(now), ["hs_object_source"] = by.Source, ["hs_object_source_id"] = by.Id, ["hs_object_source_label"] = by.Source,
            },
            now, by);
        HubSpotRules.Reckon(record);
        webhooks.Created(record, changed, by);
        return record;
    }

    private void Write(CrmRecord record, IReadOnlyDictionary<string, string> values, Actor by)
    {
        var changed = record.Write(values, kit.Clock.GetUtcNow(), by);
        HubSpotRules.Reckon(record);
        if (changed.Count > 0) webhooks.Changed(record, changed, by);
    }
}
