using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zoho;

/// <summary>The records, and the rules of changing them.</summary>
internal sealed class ZohoState
{
    /// <summary>The unique field of leads and contacts, which somebody has added for the hub.</summary>
    public const string KeyField = "Hub_Customer";

    /// <summary>The field of the hub's mark, which somebody has added too.</summary>
    public const string MarkField = "Hub_Last_Write";

    /// <summary>The modules that the account has.</summary>
    public static readonly string[] Modules = ["Leads", "Contacts", "Deals", "Cases"];

    private readonly Lock gate = new();
    private readonly VendorKit kit;
    private readonly ZohoChannels channels;
    private readonly Dictionary<string, CrmRecord> records = [];
    private long next = 655_400_000_000_100_000;

    public ZohoState(VendorKit kit, ZohoChannels channels)
    {
        this.kit = kit;
        this.channels = channels;
    }

    /// <summary>The user whose token the hub has.</summary>
    public CrmUser Hub { get; } = new("655400000000000101", "Hub", "hub@kairos.example");

    /// <summary>The person who works in the CRM.</summary>
    public CrmUser Seller { get; } = new("655400000000000102", "Kim Seller", "kim@kairos.example");

    /// <summary>The records that are there, oldest first.</summary>
    public IReadOnlyList<CrmRecord> Records
    {
        get
        {
            lock (gate) return [.. records.Values.Where(record => record.DeletedAt is null)];
        }
    }

    /// <summary>All records, the deleted ones too.</summary>
    public IReadOnlyList<CrmRecord> All
    {
        get
        {
            lock (gate) return [.. records.Values];
        }
    }

    /// <summary>Somebody makes a record in the CRM.</summary>
    public CrmRecord Add(string module, params IReadOnlyList<(string Field, string Value)> fields)
    {
        lock (gate) return Make(module, new([.. fields.Select(field => KeyValuePair.Create(field.Field, (JsonNode?)field.Value))]), Seller);
    }

    /// <summary>Somebody makes a record that belongs to a contact.</summary>
    public CrmRecord AddOf(CrmRecord contact, string module, params IReadOnlyList<(string Field, string Value)> fields)
    {
        lock (gate)
        {
            var all = new JsonObject([.. fields.Select(field => KeyValuePair.Create(field.Field, (JsonNode?)field.Value))])
            {
                [LookupOf(module)] = new JsonObject { ["id"] = contact.Id, ["name"] = contact.Text("Last_Name") },
            };
            return Make(module, all, Seller);
        }
    }

    /// <summary>Somebody changes a field in the CRM.</summary>
    public void Change(CrmRecord record, string field, string value)
    {
        lock (gate) Write(record, new() { [field] = value }, Seller);
    }

    /// <summary>Somebody deletes a record.</summary>
    public void Delete(CrmRecord record)
    {
        lock (gate)
        {
            record.DeletedAt = Now;
            channels.Tell(record, "delete", []);
        }
    }

    /// <summary>POST /{module}/upsert, one record.</summary>
    public JsonObject Upsert(string module, JsonObject fields, IReadOnlyList<string> duplicateCheck)
    {
        lock (gate)
        {
            foreach (var field in duplicateCheck)
            {
                if (Twin(module, field, fields, null) is { } there) return Update(there, fields, field);
            }

            foreach (var mandatory in Mandatory(module))
            {
                if (string.IsNullOrEmpty(CrmRecord.TextOf(fields, mandatory))) return ZohoErrors.Element("MANDATORY_NOT_FOUND", mandatory, "required field not found");
            }

            if (Twin(module, KeyField, fields, null) is { } twin) return ZohoErrors.Element("DUPLICATE_DATA", KeyField, "duplicate data", twin.Id);
            var made = Make(module, fields, Hub);
            var result = Success(made, "record added");
            result["action"] = "insert";
            return result;
        }
    }

    /// <summary>PUT /{module}/{id}.</summary>
    public JsonObject Update(string module, string id, JsonObject fields)
    {
        lock (gate) return Find(module, id) is { } record ? Update(record, fields, null) : ZohoErrors.Element("INVALID_DATA", "id", "the id given seems to be invalid");
    }

    /// <summary>POST /Notes, one note.</summary>
    public JsonObject AddNote(JsonObject note)
    {
        lock (gate)
        {
            var parent = note["Parent_Id"];
            if (Find((string?)parent?["module"]?["api_name"] ?? "", (string?)parent?["id"] ?? "") is not { } record) return ZohoErrors.Element("INVALID_DATA", "Parent_Id", "the id given seems to be invalid");
            var made = new Note(NewId(), (string?)note["Note_Title"] ?? "", (string?)note["Note_Content"] ?? "", Now);
            record.Notes.Add(made);
            return new() { ["code"] = "SUCCESS", ["details"] = new JsonObject { ["id"] = made.Id, ["Created_Time"] = Stamp.Of(made.At) }, ["message"] = "record added", ["status"] = "success" };
        }
    }

    /// <summary>POST /{module}/{id}/Attachments.</summary>
    public JsonObject? Attach(string module, string id, string name, string? link, int bytes)
    {
        lock (gate)
        {
            if (Find(module, id) is not { } record) return null;
            var made = new Attachment(NewId(), name, link, bytes, Now);
            record.Attachments.Add(made);
            return new() { ["code"] = "SUCCESS", ["details"] = new JsonObject { ["id"] = made.Id, ["Created_Time"] = Stamp.Of(made.At) }, ["message"] = "attachment uploaded successfully", ["status"] = "success" };
        }
    }

    /// <summary>POST /{module}/{id}/actions/add_tags and remove_tags.</summary>
    public JsonObject? Tag(string module, string id, IReadOnlyList<string> tags, bool add)
    {
        lock (gate)
        {
            if (Find(module, id) is not { } record) return null;
            var before = record.Tags.Count;
            if (add) record.Tags.UnionWith(tags);
            else record.Tags.ExceptWith(tags);
            if (record.Tags.Count != before) Touch(record, new() { ["Tag"] = string.Join(',', record.Tags) }, Hub);
            return new() { ["code"] = "SUCCESS", ["details"] = new JsonObject { ["tags"] = new JsonArray([.. record.Tags.Select(tag => (JsonNode)tag)]) }, ["message"] = "tags updated successfully", ["status"] = "success" };
        }
    }

    /// <summary>One record; null where it is not there.</summary>
    public CrmRecord? Find(string module, string id)
    {
        lock (gate) return records.TryGetValue(id, out var record) && record.Module == module && record.DeletedAt is null ? record : null;
    }

    /// <summary>The field by which a record of a module belongs to a contact.</summary>
    public static string LookupOf(string module) => module == "Cases" ? "Related_To" : "Contact_Name";

    private static IEnumerable<string> Mandatory(string module) => module switch
    {
        "Leads" => ["Last_Name", "Company"],
        "Contacts" => ["Last_Name"],
        "Deals" => ["Deal_Name", "Stage"],
        _ => ["Subject"],
    };

    private static JsonObject Success(CrmRecord record, string message) => new()
    {
        ["code"] = "SUCCESS",
        ["details"] = new JsonObject
        {
            ["Modified_Time"] = Stamp.Of(record.ModifiedAt),
            ["Modified_By"] = record.ModifiedBy.Show(),
            ["Created_Time"] = Stamp.Of(record.CreatedAt),
            ["id"] = record.Id,
            ["Created_By"] = record.CreatedBy.Show(),
        },
        ["message"] = message,
        ["status"] = "success",
    };

    private DateTimeOffset Now => Stamp.Whole(kit.Clock.GetUtcNow());

    private string NewId() => (++next).ToString(CultureInfo.InvariantCulture);

    private CrmRecord? Twin(string module, string field, JsonObject fields, CrmRecord? but) =>
        CrmRecord.TextOf(fields, field) is { Length: > 0 } value
            ? records.Values.FirstOrDefault(record => record != but && record.Module == module && record.DeletedAt is null && string.Equals(record.Text(field), value, StringComparison.OrdinalIgnoreCase))
            : null;

    private JsonObject Update(CrmRecord record, JsonObject fields, string? duplicateField)
    {
        if (Twin(record.Module, KeyField, fields, record) is { } twin) return ZohoErrors.Element("DUPLICATE_DATA", KeyField, "duplicate data", twin.Id);
        Write(record, fields, Hub);
        var result = Success(record, "record updated");
        if (duplicateField is not null) (result["action"], result["duplicate_field"]) = ("update", duplicateField);
        return result;
    }

    private CrmRecord Make(string module, JsonObject fields, CrmUser by)
    {
        var record = new CrmRecord(module, NewId()) { CreatedAt = Now, CreatedBy = by, ModifiedAt = Now, ModifiedBy = by };
        foreach (var (name, value) in fields) record.Fields[name] = value?.DeepClone();
        records[record.Id] = record;
        record.Index(Now);
        channels.Tell(record, "create", []);
        return record;
    }

    private void Write(CrmRecord record, JsonObject fields, CrmUser by)
    {
        var changed = new JsonObject([.. fields.Where(field => !JsonNode.DeepEquals(record.Fields[field.Key], field.Value)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))]);
        if (changed.Count > 0) record.History.Add(new(NewId(), Now, by, [.. changed.Select(field => (field.Key, record.Text(field.Key), CrmRecord.TextOf(changed, field.Key)))]));
        foreach (var (name, value) in changed) record.Fields[name] = value?.DeepClone();
        Touch(record, changed, by);
    }

    private void Touch(CrmRecord record, JsonObject changed, CrmUser by)
    {
        record.ModifiedAt = Now;
        record.ModifiedBy = by;
        record.Index(Now);
        if (changed.Count > 0) channels.Tell(record, "edit", changed);
    }
}
