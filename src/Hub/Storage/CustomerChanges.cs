using System.Text.Json;
using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>What mappings change of a customer.</summary>
internal static class CustomerChanges
{
    /// <summary>Gives and takes tags; a customer who is not there changes nothing.</summary>
    public static async ValueTask TagAsync(ISql sql, string customer, IReadOnlyList<string> add, IReadOnlyList<string> remove)
    {
        if (await People.FindAsync(sql, customer) is not { } row) return;
        var tags = JsonSerializer.Serialize([.. TagsOf(row).Union(add, StringComparer.Ordinal).Except(remove, StringComparer.Ordinal).Order(StringComparer.Ordinal)], StorageJson.Default.ListString);
        if (tags != row.Tags) await sql.ExecuteAsync("UPDATE customer SET tags = $2, version = version + 1 WHERE id = $1", row.Id, tags);
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

    /// <summary>Of two customers who became one, the tags of both stay.</summary>
    public static async ValueTask MergeTagsAsync(ISql sql, string from, string to)
    {
        if (await People.FindAsync(sql, from) is { } row) await TagAsync(sql, to, TagsOf(row), []);
    }
}
