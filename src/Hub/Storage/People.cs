using System.Text.Json;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Storage;

/// <summary>A stored customer.</summary>
internal sealed record CustomerRow(
    string Id, string? Name, string? Phone, string? Email, string? Language, string? TimeZone, string? Country, DateTimeOffset CreatedAt, int Version)
{
    /// <summary>The tags as a JSON list, in order.</summary>
    public string Tags { get; init; } = "[]";

    /// <summary>Whether a mapping has set the name: then the names that vendors report do not replace it.</summary>
    public bool IsNamed { get; init; }
}

/// <summary>A stored thread.</summary>
internal sealed record ThreadRow(string Id, string Connection, string Number, string Customer, DateTimeOffset? LastInboundAt, int Version);

/// <summary>The rows of customers, their aliases and their threads.</summary>
internal static class People
{
    /// <summary>The aliases that the resolver needs: those with one of the person's keys, and all user ids of their customers.</summary>
    public static async ValueTask<List<StoredAlias>> KnownAsync(ISql sql, Person person)
    {
        var known = new List<StoredAlias>();
        foreach (var key in person.Aliases.Select(AliasKey.Of).Distinct())
        {
            known.AddRange(await AliasesAsync(sql, "a.scope = $1 AND a.kind_group = $2 AND a.match_key = $3", key.Scope, key.Group, key.MatchKey));
        }

        foreach (var customer in known.Select(alias => alias.Customer).Distinct().ToList())
        {
            known.AddRange(await AliasesAsync(sql, "a.customer = $1 AND a.kind_group = $2", customer, AliasKey.BsuidGroup));
        }

        return [.. known.Distinct()];
    }

    /// <summary>The customers who hold a phone or have held it: who holds it now first, then the others from the latest on.</summary>
    public static async ValueTask<List<string>> HoldersAsync(ISql sql, Alias alias)
    {
        var key = AliasKey.Of(alias);
        var holders = await sql.ListAsync(
            """
            SELECT customer FROM alias WHERE match_key = $3 AND scope = $1 AND kind_group = $2
            ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, at DESC, customer
            """,
            row => row.GetString(0), key.Scope, key.Group, key.MatchKey);
        return [.. holders.Distinct(StringComparer.Ordinal)];
    }

    public static ValueTask<List<StoredAlias>> AliasesOfAsync(ISql sql, string customer) => AliasesAsync(sql, "a.customer = $1", customer);

    public static ValueTask<CustomerRow?> FindAsync(ISql sql, string id) => sql.FirstAsync(
        """
        SELECT id, name, phone, email, language, time_zone, country, created_at, version, tags, is_named FROM customer
        WHERE id = (SELECT COALESCE(merged_into, id) FROM customer WHERE id = $1)
        """,
        row => new CustomerRow(
            row.GetString(0), row.GetStringOrNull(1), row.GetStringOrNull(2), row.GetStringOrNull(3), row.GetStringOrNull(4),
            row.GetStringOrNull(5), row.GetStringOrNull(6), row.GetTime(7), row.GetInt32(8))
        {
            Tags = row.GetString(9),
            IsNamed = row.GetFlag(10),
        },
        id);

    public static ValueTask<ThreadRow?> FindThreadAsync(ISql sql, string id) =>
        ThreadAsync(sql, "id = (SELECT COALESCE(merged_into, id) FROM thread WHERE id = $1)", id);

    public static ValueTask<ThreadRow?> FindThreadAsync(ISql sql, string number, string customer) =>
        ThreadAsync(sql, "number = $1 AND customer = $2 AND merged_into IS NULL", number, customer);

    /// <summary>The customer's thread with a number, made where there is none; the unique index settles races.</summary>
    public static async ValueTask<ThreadRow> OpenThreadAsync(ISql sql, string connection, string number, string customer, DateTimeOffset now)
    {
        await sql.ExecuteAsync(
            """
            INSERT INTO thread (id, connection, number, customer, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (number, customer) WHERE merged_into IS NULL DO NOTHING
            """,
            ThreadId(number, customer), connection, number, customer, now);
        return (await FindThreadAsync(sql, number, customer))!;
    }

    /// <summary>The id of the thread of a customer and a number.</summary>
    public static string ThreadId(string number, string customer) => Keys.Id("thread", number, customer);

    /// <summary>The customer wrote: the window counts from the vendor's time and never goes back.</summary>
    public static ValueTask<int> NoteInboundAsync(ISql sql, string thread, DateTimeOffset sentAt) => sql.ExecuteAsync(
        """
        UPDATE thread SET version = version + 1,
          last_inbound_at = CASE WHEN last_inbound_at IS NULL OR last_inbound_at < $2 THEN $2 ELSE last_inbound_at END
        WHERE id = $1
        """,
        thread, sentAt);

    /// <summary>Makes the plan true: customer, aliases, merges.</summary>
    public static async ValueTask ApplyAsync(ISql sql, PersonPlan plan, Person person, string evidence, DateTimeOffset now)
    {
        if (plan.IsNew)
        {
            await sql.ExecuteAsync("INSERT INTO customer (id, created_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", plan.CustomerId, now);
        }

        foreach (var key in plan.Close)
        {
            await sql.ExecuteAsync(
                "UPDATE alias SET closed_at = $4 WHERE scope = $1 AND kind_group = $2 AND match_key = $3 AND closed_at IS NULL",
                key.Scope, key.Group, key.MatchKey, now);
        }

        foreach (var from in plan.MergeFrom) await MergeAsync(sql, from, plan.CustomerId, evidence, now);
        foreach (var alias in plan.Add)
        {
            var key = AliasKey.Of(alias);
            await sql.ExecuteAsync(
                """
                INSERT INTO alias (scope, kind_group, match_key, kind, value, customer, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (scope, kind_group, match_key) WHERE closed_at IS NULL DO NOTHING
                """,
                key.Scope, key.Group, key.MatchKey, alias.Kind.ToString().ToLowerInvariant(), alias.Value, plan.CustomerId, now);
        }

        foreach (var alias in plan.Respell)
        {
            var key = AliasKey.Of(alias);
            await sql.ExecuteAsync(
                "UPDATE alias SET kind = $4, value = $5 WHERE scope = $1 AND kind_group = $2 AND match_key = $3 AND closed_at IS NULL",
                key.Scope, key.Group, key.MatchKey, alias.Kind.ToString().ToLowerInvariant(), alias.Value);
        }

        if (!plan.IsNew && plan.Add.Count == 0 && person.Name is null) return;
        var phone = person.Aliases.Select(PhoneNumbers.Of).FirstOrDefault(value => value is not null);
        var email = person.Aliases.FirstOrDefault(alias => alias.Kind == AliasKind.Email)?.Value;
        await sql.ExecuteAsync(
            """
            UPDATE customer SET name = CASE WHEN is_named = 1 THEN name ELSE COALESCE($2, name) END, phone = COALESCE(phone, $3), email = COALESCE(email, $4), country = COALESCE(country, $5), version = version + 1
            WHERE id = $1 AND ((name IS NULL AND CAST($2 AS TEXT) IS NOT NULL) OR (name <> $2 AND is_named = 0) OR (phone IS NULL AND CAST($3 AS TEXT) IS NOT NULL) OR (email IS NULL AND CAST($4 AS TEXT) IS NOT NULL))
            """,
            plan.CustomerId, person.Name, phone, email, phone is null ? null : PhoneNumbers.Country(phone));
    }

    // The older customer survives and takes aliases, consent, messages and links; open lines drain under their old subject.
    private static async ValueTask MergeAsync(ISql sql, string from, string to, string evidence, DateTimeOffset now)
    {
        var moved = (await AliasesOfAsync(sql, from)).Select(alias => alias.Value).ToList();
        await sql.ExecuteAsync("UPDATE alias SET customer = $2 WHERE customer = $1", from, to);
        await Consents.MergeAsync(sql, from, to, evidence, now);
        var threads = await sql.ListAsync(
            "SELECT id, number FROM thread WHERE customer = $1 AND merged_into IS NULL", row => (Id: row.GetString(0), Number: row.GetString(1)), from);
        foreach (var (id, number) in threads)
        {
            if (await FindThreadAsync(sql, number, to) is { } kept)
            {
                await sql.ExecuteAsync("UPDATE message SET thread = $2 WHERE thread = $1", id, kept.Id);
                if ((await FindThreadAsync(sql, id))?.LastInboundAt is { } inbound) await NoteInboundAsync(sql, kept.Id, inbound);
                await Links.MoveLeftAsync(sql, id, kept.Id);
                await Variables.MoveAsync(sql, Variables.OfThread, id, kept.Id);
                await sql.ExecuteAsync("UPDATE command SET thread = $2 WHERE thread = $1 AND state = 'kept'", id, kept.Id);
                await sql.ExecuteAsync("UPDATE thread SET merged_into = $2 WHERE id = $1 OR merged_into = $1", id, kept.Id);
            }
            else
            {
                await sql.ExecuteAsync("UPDATE thread SET customer = $2, version = version + 1 WHERE id = $1", id, to);
            }
        }

        await Links.MoveLeftAsync(sql, from, to);
        await Variables.MoveAsync(sql, Variables.OfCustomer, from, to);
        await CustomerChanges.MergeTagsAsync(sql, from, to);
        await sql.ExecuteAsync("UPDATE customer SET merged_into = $2 WHERE id = $1 OR merged_into = $1", from, to);
        await sql.ExecuteAsync("UPDATE customer SET version = version + 1 WHERE id = $1", to);
        await sql.ExecuteAsync(
            "INSERT INTO customer_merge (kept, merged, event, at, moved) VALUES ($1, $2, $3, $4, $5)",
            to, from, evidence, now, JsonSerializer.Serialize(moved, StorageJson.Default.ListString));
        await HubReports.CustomerMergedAsync(sql, to, from, now);
    }

    private static ValueTask<List<StoredAlias>> AliasesAsync(ISql sql, string where, params object?[] values) => sql.ListAsync(
        $"""
         SELECT a.scope, a.kind_group, a.match_key, a.kind, a.value, a.customer, c.created_at
         FROM alias a JOIN customer c ON c.id = a.customer WHERE {where} AND a.closed_at IS NULL ORDER BY a.at
         """,
        row => new StoredAlias(
            new(row.GetString(0), row.GetString(1), row.GetString(2)), Enum.Parse<AliasKind>(row.GetString(3), ignoreCase: true),
            row.GetString(4), row.GetString(5), row.GetTime(6)),
        values);

    private static ValueTask<ThreadRow?> ThreadAsync(ISql sql, string where, params object?[] values) => sql.FirstAsync(
        $"SELECT id, connection, number, customer, last_inbound_at, version FROM thread WHERE {where}",
        row => new ThreadRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetTimeOrNull(4), row.GetInt32(5)),
        values);
}
