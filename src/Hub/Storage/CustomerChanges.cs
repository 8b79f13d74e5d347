using System.Text.Json;
using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>What mappings change of a customer.</summary>
internal static class CustomerChanges
{
    /// <summary>Gives and takes tags; a customer who is not there changes nothing. What is taken is taken from all who merged into them.</summary>
    public static async ValueTask TagAsync(ISql sql, string customer, IReadOnlyList<string> add, IReadOnlyList<string> remove)
    {
        if (await People.RowsAsync(sql, customer) is not [var kept, .. var merged] rows) return;
        var theirs = merged.SelectMany(TagsOf).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var given = row == kept ? add.Where(tag => !theirs.Contains(tag)) : [];
            var tags = JsonSerializer.Serialize(Sorted(TagsOf(row).Union(given, StringComparer.Ordinal).Except(remove, StringComparer.Ordinal)), StorageJson.Default.ListString);
            if (tags != row.Tags) await sql.ExecuteAsync("UPDATE customer SET tags = $2, version = version + 1 WHERE id = $1", row.Id, tags);
        }
    }

    /// <summary>Sets what is not null.</summary>
    public static async ValueTask SetAsync(ISql sql, string customer, SetCustomerInput change)
    {
        if (await People.FindAsync(sql, customer) is not { } row) return;
        await sql.ExecuteAsync(
            """
            UPDATE customer SET name = COALESCE(NULLIF($2, ''), name), is_named = CASE WHEN COALESCE($2, '') = '' THEN is_named ELSE 1 END,
              language = COALESCE($3, language), time_zone = COALESCE($4, time_zone), country = COALESCE($5, country), version = version + 1
            WHERE id = $1
            """,
            row.Id, change.Name, change.Language, change.TimeZone, change.Country?.ToUpperInvariant());
    }

    /// <summary>The customer's tags, in order.</summary>
    public static IReadOnlyList<string> TagsOf(CustomerRow row) => row.Tags == "[]" ? [] : JsonSerializer.Deserialize(row.Tags, StorageJson.Default.ListString)!;

    /// <summary>The tags of customers who are one, as a JSON list, in order.</summary>
    public static string TagsOf(IReadOnlyList<CustomerRow> rows) => rows is [var only]
        ? only.Tags
        : JsonSerializer.Serialize(Sorted(rows.SelectMany(TagsOf).Distinct(StringComparer.Ordinal)), StorageJson.Default.ListString);

    private static List<string> Sorted(IEnumerable<string> tags) => [.. tags.Order(StringComparer.Ordinal)];
}
