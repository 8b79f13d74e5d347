namespace Hub.Storage;

/// <summary>A stated will, with its evidence.</summary>
/// <param name="Customer">The customer's id, or that of one who merged into them and whose own word it is.</param>
/// <param name="Category">One of <see cref="Customers.ConsentCategories.All"/>.</param>
/// <param name="Allowed">True for opt-in, false for opt-out.</param>
/// <param name="Source">Where it was stated: <c>message</c>, <c>vendor_switch</c>, <c>vendor_answer</c>, <c>mapping</c>, <c>merge</c>; or what whoever told it by the admin API says, for example <c>web_form</c>.</param>
/// <param name="Wording">The person's or the vendor's words.</param>
/// <param name="Channel">The connection.</param>
/// <param name="TakenBy">Who took it.</param>
/// <param name="Evidence">The event or command that proves it.</param>
/// <param name="At">When it was stated.</param>
internal sealed record NewConsent(
    string Customer, string Category, bool Allowed, string Source, string Wording, string Channel, string TakenBy, string Evidence, DateTimeOffset At)
{
    /// <summary>The language of the words as BCP 47, where whoever took it says so.</summary>
    public string? Language { get; init; }
}

/// <summary>What a customer's last word on a category is.</summary>
/// <param name="Category">The message category.</param>
/// <param name="Allowed">True for opt-in, false for opt-out.</param>
internal sealed record ConsentStanding(string Category, bool Allowed);

/// <summary>The rows of consent: append-only; of a category the last stated counts.</summary>
internal static class Consents
{
    /// <summary>The source of what a merge concludes: it goes when the merge is undone.</summary>
    public const string Merge = "merge";

    /// <summary>Appends a stated will; the same evidence, replayed, is appended once.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="c">The will.</param>
    /// <param name="by">The command that it comes from; null where none did.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask AppendAsync(ISql sql, NewConsent c, CommandRow? by, DateTimeOffset now)
    {
        var before = await LastAsync(sql, c.Customer, c.Category);
        var added = await sql.ExecuteAsync(
            $"""
            INSERT INTO consent (customer, category, allowed, source, wording, channel, taken_by, evidence, at, language)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, CAST($10 AS TEXT)
            WHERE NOT EXISTS (SELECT 1 FROM consent WHERE customer IN {Same.Customers("$1")} AND category = $2 AND source = $4 AND evidence = $8)
            """,
            c.Customer, c.Category, c.Allowed, c.Source, c.Wording, c.Channel, c.TakenBy, c.Evidence, c.At, c.Language);

        if (added == 0) return;
        if (!c.Allowed) await ConsentRequests.WithdrawAsync(sql, c.Customer, c.Category);

        // What an evaluation saw of the customer has changed.
        await sql.ExecuteAsync("UPDATE customer SET version = version + 1 WHERE id = $1", c.Customer);
        if (await LastAsync(sql, c.Customer, c.Category) == before) return;
        await HubReports.ConsentChangedAsync(sql, c with { Customer = (await Same.CustomersAsync(sql, c.Customer)).FirstOrDefault() ?? c.Customer }, by, now);
    }

    /// <summary>The last word of the customer on every category of which there is one.</summary>
    public static ValueTask<List<ConsentStanding>> StandingAsync(ISql sql, string customer) => StandingAsync(sql, customer, null);

    /// <summary>The categories that the customer has opted out of.</summary>
    public static async ValueTask<List<string>> OptedOutAsync(ISql sql, string customer) =>
        [.. (await StandingAsync(sql, customer, null)).Where(standing => !standing.Allowed).Select(standing => standing.Category)];

    /// <summary>What was the last word of the customer on every category before an earlier moment.</summary>
    public static ValueTask<List<ConsentStanding>> StandingAsOfAsync(ISql sql, string customer, DateTimeOffset at) => StandingAsync(sql, customer, at);

    /// <summary>When the customer's last word on a category was said; null where there is none.</summary>
    public static async ValueTask<DateTimeOffset?> LastSaidAsync(ISql sql, string customer, string category) =>
        await sql.ScalarAsync<long>($"SELECT MAX(at) FROM consent WHERE customer IN {Same.Customers("$1")} AND category = $2", customer, category) is { } at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    private static async ValueTask<List<ConsentStanding>> StandingAsync(ISql sql, string customer, DateTimeOffset? before)
    {
        var words = await sql.ListAsync(
            $"""
             SELECT category, allowed FROM consent WHERE customer IN {Same.Customers("$1")} AND (CAST($2 AS BIGINT) IS NULL OR (at < $2 AND (source <> '{Merge}'
               OR EXISTS (SELECT 1 FROM customer_merge WHERE customer_merge.kept = consent.customer AND 'merge/' || customer_merge.id = consent.evidence AND customer_merge.at < $2))))
             ORDER BY at DESC, seq DESC
             """,
            row => new ConsentStanding(row.GetString(0), row.GetFlag(1)), customer, before);
        return [.. words.DistinctBy(word => word.Category).OrderBy(word => word.Category, StringComparer.Ordinal)];
    }

    private static ValueTask<bool?> LastAsync(ISql sql, string customer, string category) => sql.ScalarAsync<bool>(
        $"SELECT allowed FROM consent WHERE customer IN {Same.Customers("$1")} AND category = $2 ORDER BY at DESC, seq DESC LIMIT 1", customer, category);
}
