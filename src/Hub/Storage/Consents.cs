namespace Hub.Storage;

/// <summary>A stated will, with its evidence.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Category">The message category, <c>marketing</c>.</param>
/// <param name="Allowed">True for opt-in, false for opt-out.</param>
/// <param name="Source">Where it was stated: <c>message</c>, <c>vendor_switch</c>, <c>vendor_answer</c>, <c>mapping</c>, <c>merge</c>.</param>
/// <param name="Wording">The person's or the vendor's words.</param>
/// <param name="Channel">The connection.</param>
/// <param name="TakenBy">Who took it: <c>hub</c>.</param>
/// <param name="Evidence">The event or command that proves it.</param>
/// <param name="At">When it was stated.</param>
internal sealed record NewConsent(
    string Customer, string Category, bool Allowed, string Source, string Wording, string Channel, string TakenBy, string Evidence, DateTimeOffset At);

/// <summary>What a customer's last word on a category is.</summary>
/// <param name="Category">The message category.</param>
/// <param name="Allowed">True for opt-in, false for opt-out.</param>
internal sealed record ConsentStanding(string Category, bool Allowed);

/// <summary>The rows of consent: append-only; of a category the last stated counts.</summary>
internal static class Consents
{
    /// <summary>Appends a stated will; the same evidence, replayed, is appended once.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="c">The will.</param>
    /// <param name="by">The command that it comes from; null where none did.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask AppendAsync(ISql sql, NewConsent c, CommandRow? by, DateTimeOffset now)
    {
        var before = await LastAsync(sql, c.Customer, c.Category);
        var added = await sql.ExecuteAsync(
            """
            INSERT INTO consent (customer, category, allowed, source, wording, channel, taken_by, evidence, at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
            WHERE NOT EXISTS (SELECT 1 FROM consent WHERE customer = $1 AND category = $2 AND source = $4 AND evidence = $8)
            """,
            c.Customer, c.Category, c.Allowed, c.Source, c.Wording, c.Channel, c.TakenBy, c.Evidence, c.At);

        // What an evaluation saw of the customer has changed.
        if (added == 0) return;
        await sql.ExecuteAsync("UPDATE customer SET version = version + 1 WHERE id = $1", c.Customer);
        if (await LastAsync(sql, c.Customer, c.Category) != before) await HubReports.ConsentChangedAsync(sql, c, by, now);
    }

    /// <summary>The last word of the customer on every category of which there is one.</summary>
    public static ValueTask<List<ConsentStanding>> StandingAsync(ISql sql, string customer) => sql.ListAsync(
        """
        SELECT category, allowed FROM consent AS c
        WHERE customer = $1 AND seq = (
          SELECT seq FROM consent WHERE customer = $1 AND category = c.category ORDER BY at DESC, seq DESC LIMIT 1)
        ORDER BY category
        """,
        row => new ConsentStanding(row.GetString(0), row.GetFlag(1)), customer);

    /// <summary>The categories that the customer has opted out of.</summary>
    public static ValueTask<List<string>> OptedOutAsync(ISql sql, string customer) => sql.ListAsync(
        """
        SELECT category FROM consent AS c
        WHERE customer = $1 AND allowed = 0 AND seq = (
          SELECT seq FROM consent WHERE customer = $1 AND category = c.category ORDER BY at DESC, seq DESC LIMIT 1)
        """,
        row => row.GetString(0), customer);

    /// <summary>What was the last word of the customer on every category before an earlier moment.</summary>
    public static ValueTask<List<ConsentStanding>> StandingAsOfAsync(ISql sql, string customer, DateTimeOffset at) => sql.ListAsync(
        """
        SELECT category, allowed FROM consent AS c
        WHERE customer = $1 AND seq = (
          SELECT seq FROM consent WHERE customer = $1 AND category = c.category AND at < $2 ORDER BY at DESC, seq DESC LIMIT 1)
        ORDER BY category
        """,
        row => new ConsentStanding(row.GetString(0), row.GetFlag(1)), customer, at);

    /// <summary>Of two customers who became one: any opt-out wins.</summary>
    public static async ValueTask MergeAsync(ISql sql, string from, string to, string evidence, DateTimeOffset now)
    {
        var lost = (await OptedOutAsync(sql, from)).Union(await OptedOutAsync(sql, to)).ToList();
        await sql.ExecuteAsync("UPDATE consent SET customer = $2 WHERE customer = $1", from, to);
        foreach (var category in lost) await AppendAsync(sql, new(to, category, false, "merge", "opted out before the merge", "hub", "hub", evidence, now), null, now);
    }

    private static ValueTask<bool?> LastAsync(ISql sql, string customer, string category) => sql.ScalarAsync<bool>(
        "SELECT allowed FROM consent WHERE customer = $1 AND category = $2 ORDER BY at DESC, seq DESC LIMIT 1", customer, category);
}
