using System.Data.Common;

namespace Hub.Storage;

/// <summary>What is kept of a connection's tokens.</summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="Origin">What of the configuration it was asked for with.</param>
/// <param name="KeyId">The key that it is sealed with; null where nothing has been given yet.</param>
/// <param name="Sealed">The tokens.</param>
/// <param name="RenewAt">When the next one is asked for.</param>
/// <param name="EndsAt">When the vendor takes it no longer.</param>
internal sealed record TokenRow(long Version, string Origin, string? KeyId, byte[]? Sealed, DateTimeOffset? RenewAt, DateTimeOffset? EndsAt);

/// <summary>The rows of the tokens that vendors have given.</summary>
internal static class Tokens
{
    /// <summary>Those of a connection; null where none was ever asked for.</summary>
    public static ValueTask<TokenRow?> FindAsync(ISql sql, string connection) =>
        sql.FirstAsync("SELECT version, origin, key_id, sealed, renew_at, ends_at FROM token WHERE connection = $1", Map, connection);

    /// <summary>When each connection was given the token that it has, by the connection's name.</summary>
    public static ValueTask<List<(string Connection, DateTimeOffset ObtainedAt)>> AgesAsync(ISql sql) =>
        sql.ListAsync("SELECT connection, obtained_at FROM token WHERE obtained_at IS NOT NULL ORDER BY connection", row => (row.GetString(0), row.GetTime(1)));

    /// <summary>Begins to ask for the next token, alone.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="version">The version that was seen; 0 for none.</param>
    /// <param name="until">From when on another may ask, whatever has become of this.</param>
    /// <param name="now">Business time.</param>
    /// <returns>The version to end with; null where somebody else is asking, or has asked meanwhile.</returns>
    public static async ValueTask<long?> BeginAsync(ISql sql, string connection, long version, DateTimeOffset until, DateTimeOffset now)
    {
        var rows = await sql.ExecuteAsync(
            """
            INSERT INTO token (connection, version, origin, asking_until) VALUES ($1, 1, '', $3)
            ON CONFLICT (connection) DO UPDATE SET version = token.version + 1, asking_until = excluded.asking_until
            WHERE token.version = $2 AND (token.asking_until IS NULL OR token.asking_until <= $4)
            """,
            connection, version, until, now);
        return rows == 1 ? version + 1 : null;
    }

    /// <summary>Keeps what was given.</summary>
    /// <returns>False where another has begun to ask meanwhile.</returns>
    public static async ValueTask<bool> KeepAsync(ISql sql, string connection, TokenRow row, DateTimeOffset now) => await sql.ExecuteAsync(
        "UPDATE token SET version = version + 1, origin = $3, key_id = $4, sealed = $5, obtained_at = $6, renew_at = $7, ends_at = $8, asking_until = NULL WHERE connection = $1 AND version = $2",
        connection, row.Version, row.Origin, row.KeyId, row.Sealed, now, row.RenewAt, row.EndsAt) == 1;

    /// <summary>Ends asking without a token.</summary>
    public static ValueTask<int> GiveUpAsync(ISql sql, string connection, long version) =>
        sql.ExecuteAsync("UPDATE token SET version = version + 1, asking_until = NULL WHERE connection = $1 AND version = $2", connection, version);

    private static TokenRow Map(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetStringOrNull(2), row.GetBytesOrNull(3), row.GetTimeOrNull(4), row.GetTimeOrNull(5));
}
