using Hub.Connectors;
using Hub.Customers;

namespace Hub.Storage;

/// <content>Customers whom the records of vendors are about.</content>
internal static partial class People
{
    /// <summary>Who the person is whom a vendor's record is about.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="about">As the event names them.</param>
    /// <param name="newId">The id for a customer that is to be made where there is none; null where none is made.</param>
    /// <returns>Null where they are no customer.</returns>
    public static async ValueTask<PersonPlan?> FindAsync(ISql sql, AboutNames about, string? newId)
    {
        var known = new List<StoredAlias>();
        foreach (var key in about.All.Select(AliasKey.Of).Distinct()) known.AddRange(await AliasesAsync(sql, IsKey, key.Scope, key.Group, key.MatchKey));
        foreach (var customer in known.Select(alias => alias.Customer).Distinct(StringComparer.Ordinal).ToList()) known.AddRange(await AliasesOfAsync(sql, customer));
        var isShared = about.Email is { } email && known.Exists(stored => stored.Key == AliasKey.Of(email)) && (await HoldersAsync(sql, email)).Count > 1;
        return PersonResolver.Find(about, [.. known.Distinct()], isShared, newId);
    }

    /// <summary>Makes true what is learned of the person whom a vendor's record is about.</summary>
    /// <returns>Whether anything was new.</returns>
    public static async ValueTask<bool> LearnAsync(ISql sql, PersonPlan plan, AboutNames about, string evidence, DateTimeOffset now)
    {
        if (plan.IsNew) await MakeAsync(sql, plan.CustomerId, now);
        foreach (var key in plan.Close) await CloseAsync(sql, key, evidence, now);
        foreach (var alias in plan.Add) await AddAsync(sql, alias, plan.CustomerId, evidence, now);
        foreach (var alias in plan.Shared) await AddAsync(sql, alias, plan.CustomerId, evidence, now, isClosed: true);
        var phone = plan.Add.FirstOrDefault(alias => alias.Kind == AliasKind.Phone)?.Value;
        var changed = await sql.ExecuteAsync(
            """
            UPDATE customer SET name = COALESCE(name, $2), phone = COALESCE(phone, $3), country = COALESCE(country, $4), email = COALESCE(email, $5), version = version + 1
            WHERE id = $1 AND ((name IS NULL AND CAST($2 AS TEXT) IS NOT NULL) OR (phone IS NULL AND CAST($3 AS TEXT) IS NOT NULL) OR (email IS NULL AND CAST($5 AS TEXT) IS NOT NULL))
            """,
            plan.CustomerId, about.Name, phone, phone is null ? null : PhoneNumbers.Country(phone), plan.Add.FirstOrDefault(alias => alias.Kind == AliasKind.Email)?.Value);
        return plan.IsNew || changed > 0 || plan.Close.Count + plan.Add.Count + plan.Shared.Count > 0;
    }

    /// <summary>A vendor's record is a customer from now on, unless it is known to be another's.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="record">The record's name.</param>
    /// <param name="customer">The customer; one who is not there learns nothing.</param>
    /// <param name="evidence">The command that found it out.</param>
    /// <param name="now">Business time.</param>
    public static ValueTask LearnRecordAsync(ISql sql, Alias record, string customer, string evidence, DateTimeOffset now)
    {
        var key = AliasKey.Of(record);
        return sql.PostAsync(
            """
            INSERT INTO alias (scope, kind_group, match_key, kind, value, customer, at, opened_by)
            SELECT $1, $2, $3, $4, $5, COALESCE(merged_into, id), $6, $7 FROM customer WHERE id = $8
            ON CONFLICT (scope, kind_group, match_key) WHERE closed_at IS NULL DO NOTHING
            """,
            key.Scope, key.Group, key.MatchKey, NameOf(record.Kind), record.Value, now, evidence, customer);
    }
}
