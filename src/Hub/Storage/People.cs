using System.Data.Common;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Storage;

/// <summary>A stored customer. The version grows with every change of what is read of them.</summary>
internal sealed record CustomerRow(
    string Id, string? Name, string? Phone, string? Email, string? Language, string? TimeZone, string? Country, DateTimeOffset CreatedAt, int Version)
{
    /// <summary>The tags as a JSON list, in order.</summary>
    public string Tags { get; init; } = "[]";

    /// <summary>Whether a mapping has set the name: then the names that vendors report do not replace it.</summary>
    public bool IsNamed { get; init; }
}

/// <summary>A stored thread, with what is known of those that merged into it.</summary>
internal sealed record ThreadRow(string Id, string Connection, string Number, string Customer, DateTimeOffset? LastInboundAt, int Version);

/// <summary>The rows of customers, their aliases and their threads.</summary>
internal static partial class People
{
    private const string IsKey = "a.scope = $1 AND a.kind_group = $2 AND a.match_key = $3";

    // Of a statement on customers whose first three values are the parts of an alias's key.
    private const string IsHolder = "id = (SELECT customer FROM alias WHERE scope = $1 AND kind_group = $2 AND match_key = $3 AND closed_at IS NULL)";

    /// <summary>Who a person is.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="person">As the event names them.</param>
    /// <param name="newId">The id for a customer that has to be made; derived from the event.</param>
    public static async ValueTask<PersonPlan> ResolveAsync(ISql sql, Person person, string newId)
    {
        var known = await KnownAsync(sql, person);
        var customers = known.Select(alias => alias.Customer).Distinct(StringComparer.Ordinal).ToList();
        return PersonResolver.Resolve(person, known, newId, customers.Count > 1 ? await Merges.ApartAsync(sql, customers) : []);
    }

    /// <summary>The aliases that the resolver needs: those with one of the person's keys, and all user ids of their customers.</summary>
    private static async ValueTask<List<StoredAlias>> KnownAsync(ISql sql, Person person)
    {
        var known = new List<StoredAlias>();
        foreach (var key in person.Aliases.Select(AliasKey.Of).Distinct())
        {
            known.AddRange(await AliasesAsync(sql, IsKey, key.Scope, key.Group, key.MatchKey));
        }

        // Only who comes with a user id may turn out to be somebody else.
        if (person.Aliases.All(alias => AliasKey.Of(alias).Group != AliasKey.BsuidGroup)) return [.. known.Distinct()];
        foreach (var customer in known.Select(alias => alias.Customer).Distinct().ToList())
        {
            known.AddRange(await AliasesAsync(sql, $"a.customer IN {Same.Customers("$1")} AND a.kind_group = $2", customer, AliasKey.BsuidGroup));
        }

        return [.. known.Distinct()];
    }

    /// <summary>The customers who hold a phone or have held it: who holds it now first, then the others from the latest on.</summary>
    public static async ValueTask<List<string>> HoldersAsync(ISql sql, Alias alias)
    {
        var key = AliasKey.Of(alias);
        var holders = await sql.ListAsync(
            """
            SELECT COALESCE(c.merged_into, c.id) FROM alias a JOIN customer c ON c.id = a.customer WHERE a.match_key = $3 AND a.scope = $1 AND a.kind_group = $2
            ORDER BY CASE WHEN a.closed_at IS NULL THEN 0 ELSE 1 END, a.at DESC, a.customer
            """,
            row => row.GetString(0), key.Scope, key.Group, key.MatchKey);
        return [.. holders.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The open aliases of a customer, and of all who merged into them.</summary>
    public static ValueTask<List<StoredAlias>> AliasesOfAsync(ISql sql, string customer) => AliasesAsync(sql, $"a.customer IN {Same.Customers("$1")}", customer);

    /// <summary>The customer of that id, or the one they merged into, with what is known of all who are the same person; null where there is none.</summary>
    public static async ValueTask<CustomerRow?> FindAsync(ISql sql, string id)
    {
        var rows = await RowsAsync(sql, id);
        if (rows.Count < 2) return rows.FirstOrDefault();
        return rows[0] with
        {
            Name = First(rows, row => row.IsNamed ? row.Name : null) ?? First(rows, row => row.Name),
            Phone = First(rows, row => row.Phone),
            Email = First(rows, row => row.Email),
            Language = First(rows, row => row.Language),
            TimeZone = First(rows, row => row.TimeZone),
            Country = First(rows, row => row.Country),
            Version = rows.Sum(row => row.Version),
            Tags = CustomerChanges.TagsOf(rows),
            IsNamed = rows.Exists(row => row.IsNamed),
        };
    }

    /// <summary>The rows of all customers that are the same person as that of this id, the one they merged into first.</summary>
    public static async ValueTask<List<CustomerRow>> RowsAsync(ISql sql, string id)
    {
        // Hardly anybody has merged: one row, found by its key, and a look at whether there are others.
        var alone = await sql.ListAsync(
            $"SELECT {CustomerColumns}, CASE WHEN merged_into IS NOT NULL OR EXISTS (SELECT 1 FROM customer merged WHERE merged.merged_into = customer.id) THEN 1 ELSE 0 END FROM customer WHERE id = $1",
            row => (Row: MapCustomer(row), HasMerged: row.GetFlag(11)), id);
        if (alone is not [{ HasMerged: true }, ..]) return alone.ConvertAll(one => one.Row);
        return await sql.ListAsync(
            $"SELECT {CustomerColumns} FROM customer WHERE id IN {Same.Customers("$1")} ORDER BY CASE WHEN merged_into IS NULL THEN 0 ELSE 1 END, created_at, id", MapCustomer, id);
    }

    public static ValueTask<ThreadRow?> FindThreadAsync(ISql sql, string id) =>
        ThreadAsync(sql, "t.id = (SELECT COALESCE(merged_into, id) FROM thread WHERE id = $1)", id);

    /// <summary>For each of some threads the one that it is part of now, or itself.</summary>
    public static async ValueTask<Dictionary<string, string>> ThreadsNowAsync(ISql sql, IReadOnlyList<string> threads)
    {
        var found = await sql.ListEachAsync(
            "SELECT t.id FROM thread t WHERE t.id = (SELECT COALESCE(merged_into, id) FROM thread WHERE id = $1)", row => row.GetString(0), [.. threads.Select(thread => new object?[] { thread })]);
        return threads.Zip(found).Where(pair => pair.Second.Count > 0).ToDictionary(pair => pair.First, pair => pair.Second[0], StringComparer.Ordinal);
    }

    public static async ValueTask<ThreadRow?> FindThreadAsync(ISql sql, string number, string customer)
    {
        if (await ThreadAsync(sql, "t.number = $1 AND t.customer = $2 AND t.merged_into IS NULL", number, customer) is { } own) return own;

        // Hardly anybody has merged: only then the thread of another may be theirs.
        var hasMerged = await sql.ScalarAsync<long>(
            "SELECT 1 FROM customer WHERE id = $1 AND merged_into IS NOT NULL UNION ALL SELECT 1 FROM customer WHERE merged_into = $1 LIMIT 1", customer) is not null;
        return hasMerged ? await ThreadAsync(sql, $"t.number = $1 AND t.customer IN {Same.Customers("$2")} AND t.merged_into IS NULL", number, customer) : null;
    }

    /// <summary>The customer's thread with a number, made where there is none; the unique index settles races.</summary>
    public static async ValueTask<ThreadRow> OpenThreadAsync(ISql sql, string connection, string number, string customer, DateTimeOffset now)
    {
        if (await FindThreadAsync(sql, number, customer) is { } known) return known;
        await sql.ExecuteAsync(
            """
            INSERT INTO thread (id, connection, number, customer, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (number, customer) WHERE merged_into IS NULL DO NOTHING
            """,
            ThreadId(number, customer), connection, number, customer, now);
        return (await FindThreadAsync(sql, number, customer))!;
    }

    /// <summary>The row of a thread under which the words of a person are kept: their own, where only those names were used that one of the merged customers had, else the thread itself.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="person">As the event names them.</param>
    /// <param name="now">Business time.</param>
    /// <returns>The customer whose words they are, and the id of the row.</returns>
    public static async ValueTask<(string Customer, string Thread)> OwnThreadAsync(ISql sql, ThreadRow thread, Person person, DateTimeOffset now)
    {
        if (await OwnerAsync(sql, thread.Customer, person) is not { } owner) return (thread.Customer, thread.Id);
        var own = await sql.FirstAsync("SELECT id FROM thread WHERE number = $1 AND customer = $2", row => row.GetString(0), thread.Number, owner);
        if (own is not null) return (owner, own);
        own = ThreadId(thread.Number, owner);
        await sql.ExecuteAsync(
            "INSERT INTO thread (id, connection, number, customer, created_at, merged_into) VALUES ($1, $2, $3, $4, $5, $6)", own, thread.Connection, thread.Number, owner, now, thread.Id);
        return (owner, own);
    }

    /// <summary>The id of the thread of a customer and a number.</summary>
    public static string ThreadId(string number, string customer) => Keys.Id("thread", number, customer);

    /// <summary>The customer wrote: the window counts from the vendor's time and never goes back.</summary>
    public static ValueTask NoteInboundAsync(ISql sql, string thread, DateTimeOffset sentAt) => sql.PostAsync(
        """
        UPDATE thread SET version = version + 1,
          last_inbound_at = CASE WHEN last_inbound_at IS NULL OR last_inbound_at < $2 THEN $2 ELSE last_inbound_at END
        WHERE id = $1
        """,
        thread, sentAt);

    /// <summary>Makes the plan true: customer, aliases, merges.</summary>
    public static async ValueTask ApplyAsync(ISql sql, PersonPlan plan, Person person, string evidence, DateTimeOffset now)
    {
        if (plan.IsNew) await MakeAsync(sql, plan.CustomerId, now);
        foreach (var key in plan.Close) await CloseAsync(sql, key, evidence, now);
        foreach (var from in plan.MergeFrom) await Merges.MergeAsync(sql, from, plan.CustomerId, evidence, now);
        foreach (var other in plan.Apart)
        {
            await Alerts.WarnOnceAsync(
                sql, $"apart/{plan.CustomerId}/{other}",
                $"An event named the customers {plan.CustomerId} and {other}, whose merge was undone. It counts as one of {plan.CustomerId}, and so will others like it: the two stay apart.", now);
        }

        var owner = plan.Add.Count == 0 ? null : await OwnerAsync(sql, plan.CustomerId, person);
        foreach (var alias in plan.Add) await AddAsync(sql, alias, owner ?? plan.CustomerId, evidence, now);
        foreach (var alias in plan.Respell)
        {
            var key = AliasKey.Of(alias);
            await sql.ExecuteAsync(
                "UPDATE alias SET kind = $4, value = $5 WHERE scope = $1 AND kind_group = $2 AND match_key = $3 AND closed_at IS NULL",
                key.Scope, key.Group, key.MatchKey, NameOf(alias.Kind), alias.Value);
        }

        await sql.ExecuteAsync(
            "UPDATE customer SET name = $2, version = version + 1 WHERE id = $1 AND CAST($2 AS TEXT) IS NOT NULL AND is_named = 0 AND (name IS NULL OR name <> $2)", plan.CustomerId, person.Name);
        if (!plan.IsNew && plan.Add.Count == 0) return;
        if (person.Aliases.FirstOrDefault(alias => PhoneNumbers.Of(alias) is not null) is { } phone)
        {
            await sql.ExecuteAsync(
                $"UPDATE customer SET phone = $4, country = COALESCE(country, $5), version = version + 1 WHERE phone IS NULL AND {IsHolder}", [.. HolderOf(phone), PhoneNumbers.Of(phone), PhoneNumbers.Country(PhoneNumbers.Of(phone)!)]);
        }

        if (person.Aliases.FirstOrDefault(alias => alias.Kind == AliasKind.Email) is { } email)
        {
            await sql.ExecuteAsync($"UPDATE customer SET email = $4, version = version + 1 WHERE email IS NULL AND {IsHolder}", [.. HolderOf(email), email.Value]);
        }
    }

    /// <summary>Of the customers who are one person, the one whose every name it is that the event uses; null where they are not several, or names of several are used.</summary>
    public static async ValueTask<string?> OwnerAsync(ISql sql, string customer, Person person)
    {
        if (await sql.ScalarAsync<long>("SELECT 1 FROM customer WHERE merged_into = $1 LIMIT 1", customer) is null) return null;
        var owners = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alias in person.Aliases)
        {
            var found = await sql.ListAsync(
                $"SELECT id FROM customer WHERE id IN {Same.Customers("$4")} AND {IsHolder}", row => row.GetString(0), [.. HolderOf(alias), customer]);
            owners.UnionWith(found);
        }

        return owners.Count == 1 ? owners.Single() : null;
    }

    private static ValueTask<int> MakeAsync(ISql sql, string id, DateTimeOffset now) =>
        sql.ExecuteAsync("INSERT INTO customer (id, created_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", id, now);

    private static ValueTask<int> CloseAsync(ISql sql, AliasKey key, string evidence, DateTimeOffset now) => sql.ExecuteAsync(
        "UPDATE alias SET closed_at = $4, closed_by = $5 WHERE scope = $1 AND kind_group = $2 AND match_key = $3 AND closed_at IS NULL", key.Scope, key.Group, key.MatchKey, now, evidence);

    private static ValueTask<int> AddAsync(ISql sql, Alias alias, string customer, string evidence, DateTimeOffset now, bool isClosed = false)
    {
        var key = AliasKey.Of(alias);
        return sql.ExecuteAsync(
            """
            INSERT INTO alias (scope, kind_group, match_key, kind, value, customer, at, opened_by, closed_at, closed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (scope, kind_group, match_key) WHERE closed_at IS NULL DO NOTHING
            """,
            key.Scope, key.Group, key.MatchKey, NameOf(alias.Kind), alias.Value, customer, now, evidence, isClosed ? now : null, isClosed ? evidence : null);
    }

    private static string NameOf(AliasKind kind) => kind.ToString().ToLowerInvariant();

    private static object[] HolderOf(Alias alias)
    {
        var key = AliasKey.Of(alias);
        return [key.Scope, key.Group, key.MatchKey];
    }

    private const string CustomerColumns = "id, name, phone, email, language, time_zone, country, created_at, version, tags, is_named";

    private static CustomerRow MapCustomer(DbDataReader row) => new(
        row.GetString(0), row.GetStringOrNull(1), row.GetStringOrNull(2), row.GetStringOrNull(3), row.GetStringOrNull(4), row.GetStringOrNull(5), row.GetStringOrNull(6), row.GetTime(7), row.GetInt32(8))
    {
        Tags = row.GetString(9),
        IsNamed = row.GetFlag(10),
    };

    private static string? First(List<CustomerRow> rows, Func<CustomerRow, string?> value) => rows.Select(value).FirstOrDefault(one => one is not null);

    private static ValueTask<List<StoredAlias>> AliasesAsync(ISql sql, string where, params object?[] values) => sql.ListAsync(
        $"""
         SELECT a.scope, a.kind_group, a.match_key, a.kind, a.value, kept.id, kept.created_at
         FROM alias a JOIN customer c ON c.id = a.customer JOIN customer kept ON kept.id = COALESCE(c.merged_into, c.id)
         WHERE {where} AND a.closed_at IS NULL ORDER BY a.at
         """,
        row => new StoredAlias(
            new(row.GetString(0), row.GetString(1), row.GetString(2)), Enum.Parse<AliasKind>(row.GetString(3), ignoreCase: true),
            row.GetString(4), row.GetString(5), row.GetTime(6)),
        values);

    private static ValueTask<ThreadRow?> ThreadAsync(ISql sql, string where, params object?[] values) => sql.FirstAsync(
        $"""
         SELECT t.id, t.connection, t.number, COALESCE(c.merged_into, c.id),
           CASE WHEN EXISTS (SELECT 1 FROM thread merged WHERE merged.merged_into = t.id)
             THEN (SELECT MAX(same.last_inbound_at) FROM thread same WHERE same.id = t.id OR same.merged_into = t.id) ELSE t.last_inbound_at END,
           CASE WHEN EXISTS (SELECT 1 FROM thread merged WHERE merged.merged_into = t.id)
             THEN (SELECT SUM(same.version) FROM thread same WHERE same.id = t.id OR same.merged_into = t.id) ELSE t.version END
         FROM thread t JOIN customer c ON c.id = t.customer WHERE {where}
         """,
        row => new ThreadRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetTimeOrNull(4), row.GetInt32(5)),
        values);
}
