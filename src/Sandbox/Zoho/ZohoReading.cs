using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sandbox.Vendors;

namespace Sandbox.Zoho;

/// <summary>The vendor's lists: by the time of change, deleted, related, and by the search index, which is behind.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="state">The records.</param>
internal sealed class ZohoReading(VendorKit kit, ZohoState state)
{
    private const int MostPages = 10;
    private static readonly Regex Criterion = new(@"\((?<field>\w+):equals:(?<value>(?:[^()\\]|\\.)*)\)", RegexOptions.NonBacktracking);

    /// <summary>How far the search index is behind.</summary>
    public static TimeSpan Lag => TimeSpan.FromMinutes(1);

    /// <summary>GET /{module}.</summary>
    public Answer List(Call call)
    {
        if (call.Query("fields") is not { } fields) return ZohoErrors.Missing("fields");
        var since = Since(call);
        var module = call.Route("module");
        var rows = state.Records.Where(record => record.Module == module && record.ModifiedAt >= since).OrderBy(record => record.ModifiedAt).ThenBy(record => record.Id, StringComparer.Ordinal).Select(record => record.Show(fields.Split(','))).ToList();
        return rows.Count == 0 && call.Header("If-Modified-Since") is not null ? new(304) : Page(call, rows);
    }

    /// <summary>GET /{module}/deleted.</summary>
    public Answer Deleted(Call call)
    {
        var since = Since(call);
        var rows = state.All.Where(record => record.Module == call.Route("module") && record.DeletedAt >= since).OrderBy(record => record.DeletedAt)
            .Select(record => new JsonObject { ["id"] = record.Id, ["type"] = "recycle", ["display_name"] = record.Text("Last_Name"), ["deleted_time"] = Stamp.Of(record.DeletedAt!.Value), ["deleted_by"] = state.Seller.Show() }).ToList();
        return rows.Count == 0 ? new(204) : Page(call, rows);
    }

    /// <summary>GET /{module}/search.</summary>
    public Answer Search(Call call)
    {
        var known = kit.Clock.GetUtcNow() - Lag;
        var module = call.Route("module");
        Func<JsonObject, bool> wanted;
        if (call.Query("phone") is { } phone)
        {
            wanted = fields => new[] { "Phone", "Mobile", "Home_Phone", "Other_Phone" }.Any(field => CrmRecord.TextOf(fields, field) is { } there && Digits(there) == Digits(phone));
        }
        else if (call.Query("criteria") is { } criteria)
        {
            var parts = Criterion.Matches(criteria).Select(match => (Field: match.Groups["field"].Value, Value: match.Groups["value"].Value.Replace(@"\", "", StringComparison.Ordinal))).ToList();
            if (parts.Count == 0) return ZohoErrors.Wrong("criteria");
            wanted = fields => parts.Exists(part => CrmRecord.TextOf(fields, part.Field) == part.Value);
        }
        else
        {
            return ZohoErrors.Missing("criteria");
        }

        var rows = state.Records.Where(record => record.Module == module && record.IndexedAt(known) is { } fields && wanted(fields)).Select(record => record.Show()).ToList();
        return rows.Count == 0 ? new(204) : Page(call, rows);
    }

    /// <summary>GET /{module}/{id}/{list}.</summary>
    public Answer Related(Call call)
    {
        if (call.Query("fields") is not { } fields) return ZohoErrors.Missing("fields");
        if (state.Find(call.Route("module"), call.Route("id")) is not { } record) return ZohoErrors.NoSuchRecord();
        var list = call.Route("list");
        IEnumerable<(DateTimeOffset At, JsonObject Row)>? all = list switch
        {
            "Notes" => record.Notes.Select(note => (note.At, note.Show())),
            "Attachments" => record.Attachments.Select(attachment => (attachment.At, attachment.Show())),
            "Deals" or "Cases" => state.Records.Where(other => other.Module == list && other.Text(ZohoState.LookupOf(list)) == record.Id).Select(other => (other.CreatedAt, other.Show(fields.Split(',')))),
            _ => null,
        };
        if (all is null) return ZohoErrors.NoSuchModule();
        var rows = all.ToList();
        if (rows.Count == 0) return new(204);
        var sorted = call.Query("sort_order") == "desc" ? rows.OrderByDescending(row => row.At) : rows.OrderBy(row => row.At);
        return Page(call, [.. sorted.Select(row => row.Row)]);
    }

    /// <summary>GET /{module}/{id}/__timeline, the newest first.</summary>
    public Answer Timeline(Call call)
    {
        if (state.Find(call.Route("module"), call.Route("id")) is not { } record) return ZohoErrors.NoSuchRecord();
        return record.History.Count == 0 ? new(204) : new(200, new JsonObject
        {
            ["__timeline"] = new JsonArray([.. record.History.AsEnumerable().Reverse().Take(200).Select(entry => (JsonNode)entry.Show())]),
            ["info"] = new JsonObject { ["per_page"] = 200, ["count"] = Math.Min(200, record.History.Count), ["page"] = 1, ["more_records"] = record.History.Count > 200 },
        });
    }

    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));

    private static DateTimeOffset Since(Call call) =>
        DateTimeOffset.TryParse(call.Header("If-Modified-Since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : DateTimeOffset.MinValue;

    private static Answer Page(Call call, List<JsonObject> rows)
    {
        var size = Number(call.Query("per_page")) is { } wanted ? Math.Clamp(wanted, 1, 200) : 200;

        // A token goes on in the list that it was given for, by its place: what has moved up meanwhile is not told.
        var list = string.Create(CultureInfo.InvariantCulture, $"{call.Route("module")}-{Since(call).ToUnixTimeSeconds()}");
        var token = call.Query("page_token")?.Split('.', 2);
        if (token is not null && (call.Query("page") is not null || token is not [_, var of] || of != list)) return ZohoErrors.Wrong("page_token");
        var page = Number(token is null ? call.Query("page") : token[0]) ?? 1;
        if (page > MostPages && token is null) return ZohoErrors.TooManyPages();
        var isMore = rows.Count > page * size;
        return new(200, new JsonObject
        {
            ["data"] = new JsonArray([.. rows.Skip((page - 1) * size).Take(size)]),
            ["info"] = new JsonObject
            {
                ["per_page"] = size,
                ["count"] = Math.Clamp(rows.Count - ((page - 1) * size), 0, size),
                ["page"] = page,
                ["more_records"] = isMore,
                ["next_page_token"] = isMore ? string.Create(CultureInfo.InvariantCulture, $"{page + 1}.{list}") : null,
                ["previous_page_token"] = null,
            },
        });
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
