using System.Data.Common;

namespace Hub.Storage;

/// <summary>What was told of a person's consent from outside of the chat.</summary>
/// <param name="Key">By which whoever tells it makes it known: told again, it counts once.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Category">One of <see cref="Customers.ConsentCategories.All"/>.</param>
/// <param name="Allowed">True for opt-in, false for opt-out.</param>
/// <param name="Source">Where it was stated: <c>web_form</c>, <c>checkout</c>, <c>shop</c>, <c>phone</c>, …</param>
/// <param name="Wording">The words that the person agreed to or said.</param>
/// <param name="Language">Their language as BCP 47, where told.</param>
/// <param name="Channel">The connection in whose chat it is confirmed; <c>hub</c> where in none.</param>
/// <param name="TakenBy">Who took it.</param>
/// <param name="Evidence">What proves it, for example a form's number.</param>
/// <param name="StatedAt">When it was stated.</param>
/// <param name="State">One of the constants of <see cref="ConsentRequests"/>.</param>
internal sealed record ConsentRequestRow(
    string Key, string Customer, string Category, bool Allowed, string Source, string Wording, string? Language, string Channel, string TakenBy, string Evidence, DateTimeOffset StatedAt, string State)
{
    /// <summary>Until when it may be confirmed; null where it need not be.</summary>
    public DateTimeOffset? LapsesAt { get; init; }
}

/// <summary>The rows of what was told of consent from outside of the chat.</summary>
internal static class ConsentRequests
{
    /// <summary>It counts.</summary>
    public const string Recorded = "recorded";

    /// <summary>It counts once the person has confirmed it in the chat.</summary>
    public const string Pending = "pending";

    /// <summary>The person has confirmed it.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The person said otherwise before they confirmed it, or it was told anew.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>The person has not confirmed it in time.</summary>
    public const string Lapsed = "lapsed";

    private const string Columns = "key, customer, category, allowed, source, wording, language, channel, taken_by, evidence, stated_at, state, lapses_at";

    private const string IsOver = $"state = '{Pending}' AND lapses_at <= $1";
    private const string IsOld = $"state <> '{Pending}' AND at < $1";

    /// <summary>What was told by a key, and whether that was just this.</summary>
    public static ValueTask<(ConsentRequestRow Row, bool IsSame)?> FindAsync(ISql sql, string key, byte[] content) => sql.FirstValueAsync(
        $"SELECT {Columns}, CASE WHEN content = $2 THEN 1 ELSE 0 END FROM consent_request WHERE key = $1", row => (Read(row), row.GetFlag(13)), key, content);

    /// <summary>Keeps what was told, and records it where it need not be confirmed.</summary>
    public static async ValueTask TellAsync(ISql sql, ConsentRequestRow told, byte[] content, DateTimeOffset now)
    {
        // What waits for its confirmation is settled by what is said later.
        await WithdrawAsync(sql, told.Customer, told.Category);
        await sql.ExecuteAsync(
            $"INSERT INTO consent_request ({Columns}, content, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            told.Key, told.Customer, told.Category, told.Allowed, told.Source, told.Wording, told.Language, told.Channel, told.TakenBy, told.Evidence, told.StatedAt, told.State, told.LapsesAt, content, now);
        if (told.State == Pending) await HubReports.ConsentRequestedAsync(sql, told, now);
        else await Consents.AppendAsync(sql, ConsentOf(told, EvidenceOf(told), told.StatedAt), null, now);
    }

    /// <summary>A person has confirmed in the chat of a connection what waits for that.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="customer">The person.</param>
    /// <param name="channel">The connection.</param>
    /// <param name="message">The message that says so.</param>
    /// <param name="at">When it was written.</param>
    /// <param name="now">Business time.</param>
    /// <returns>Whether anything waited.</returns>
    public static async ValueTask<bool> ConfirmAsync(ISql sql, string customer, string channel, string message, DateTimeOffset at, DateTimeOffset now)
    {
        var waiting = await sql.ListAsync(
            $"SELECT {Columns} FROM consent_request WHERE customer IN {Same.Customers("$1")} AND channel = $2 AND state = '{Pending}' AND (lapses_at IS NULL OR lapses_at > $3) ORDER BY at, key", Read, customer, channel, now);
        foreach (var told in waiting)
        {
            await sql.ExecuteAsync($"UPDATE consent_request SET state = '{Confirmed}' WHERE key = $1", told.Key);
            await Consents.AppendAsync(sql, ConsentOf(told, $"{EvidenceOf(told)}; confirmed by {message}", at), null, now);
        }

        return waiting.Count > 0;
    }

    /// <summary>The person has said otherwise: what waits for a confirmation counts no more.</summary>
    public static ValueTask<int> WithdrawAsync(ISql sql, string customer, string category) => sql.ExecuteAsync(
        $"UPDATE consent_request SET state = '{Withdrawn}' WHERE customer IN {Same.Customers("$1")} AND category = $2 AND state = '{Pending}'", customer, category);

    /// <summary>Whether anything was not confirmed in time.</summary>
    public static async ValueTask<OldRows> FindLapsedAsync(ISql sql, DateTimeOffset now) => OldRows.Due(await sql.ScalarAsync<long>($"SELECT 1 WHERE EXISTS (SELECT key FROM consent_request WHERE {IsOver})", now) is not null);

    /// <summary>What was not confirmed in time counts no more; some of it.</summary>
    public static ValueTask<int> LapseAsync(ISql sql, DateTimeOffset now) => sql.ExecuteAsync(
        $"UPDATE consent_request SET state = '{Lapsed}' WHERE key IN (SELECT key FROM consent_request WHERE {IsOver} ORDER BY key LIMIT $2)", now, OldRows.DeletedAtOnce);

    /// <summary>Whether anything is settled and was told before a moment.</summary>
    public static async ValueTask<OldRows> FindOldAsync(ISql sql, DateTimeOffset before) => OldRows.Due(await sql.ScalarAsync<long>($"SELECT 1 WHERE EXISTS (SELECT key FROM consent_request WHERE {IsOld})", before) is not null);

    /// <summary>Forgets some of it; what it proves stands with the consent.</summary>
    public static ValueTask<int> DeleteOldAsync(ISql sql, DateTimeOffset before) => sql.ExecuteAsync(
        $"DELETE FROM consent_request WHERE key IN (SELECT key FROM consent_request WHERE {IsOld} ORDER BY key LIMIT $2)", before, OldRows.DeletedAtOnce);

    // The same evidence may prove an opt-in and, later, its end: the key tells them apart.
    private static string EvidenceOf(ConsentRequestRow told) => told.Evidence == told.Key ? told.Key : $"{told.Key}: {told.Evidence}";

    private static NewConsent ConsentOf(ConsentRequestRow told, string evidence, DateTimeOffset at) =>
        new(told.Customer, told.Category, told.Allowed, told.Source, told.Wording, told.Channel, told.TakenBy, evidence, at) { Language = told.Language };

    private static ConsentRequestRow Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetFlag(3), row.GetString(4), row.GetString(5), row.GetStringOrNull(6), row.GetString(7), row.GetString(8), row.GetString(9),
        row.GetTime(10), row.GetString(11)) { LapsesAt = row.GetTimeOrNull(12) };
}
