using Hub.Connectors;
using Hub.Customers;

namespace Hub.Storage;

/// <content>People who are called otherwise from now on.</content>
internal static partial class People
{
    /// <summary>Whom the hub knows by the names that somebody had or has now; null for nobody.</summary>
    public static async ValueTask<string?> KnownByAsync(ISql sql, ConversationFact.PersonChanged changed)
    {
        foreach (var key in changed.Before.Aliases.Concat(changed.Now.Aliases).Select(AliasKey.Of).Distinct())
        {
            if (await AliasesAsync(sql, IsKey, key.Scope, key.Group, key.MatchKey) is [var known, ..]) return known.Customer;
        }

        return null;
    }

    /// <summary>Points a customer's names at those that the vendor says they have now: the same customer and thread; the old names are closed.</summary>
    /// <returns>Whether anything has changed.</returns>
    public static async ValueTask<bool> ChangeAsync(ISql sql, ConversationFact.PersonChanged changed, string evidence, DateTimeOffset now)
    {
        var known = new List<StoredAlias>();
        foreach (var key in changed.Before.Aliases.Concat(changed.Now.Aliases).Select(AliasKey.Of).Distinct()) known.AddRange(await AliasesAsync(sql, IsKey, key.Scope, key.Group, key.MatchKey));
        var customers = known.Select(alias => alias.Customer).Distinct(StringComparer.Ordinal).ToList();
        foreach (var customer in customers) known.AddRange(await AliasesOfAsync(sql, customer));
        var apart = customers.Count > 1 ? await Merges.ApartAsync(sql, customers) : [];
        if (PersonResolver.Change(changed.Scope, changed.Before, changed.Now, [.. known.Distinct()], apart) is not { } plan) return false;
        await ApplyAsync(sql, plan, changed.Now, evidence, now);
        var phone = changed.Now.Aliases.Select(PhoneNumbers.Of).FirstOrDefault(number => number is not null);
        foreach (var old in changed.Before.Aliases.Select(PhoneNumbers.Of).OfType<string>().Where(old => phone is not null && old != phone))
        {
            await sql.ExecuteAsync(
                $"UPDATE customer SET phone = $3, country = COALESCE($4, country), version = version + 1 WHERE phone = $2 AND id IN {Same.Customers("$1")}", plan.CustomerId, old, phone, PhoneNumbers.Country(phone!));
        }

        return plan.Add.Count + plan.Close.Count + plan.MergeFrom.Count > 0;
    }
}
