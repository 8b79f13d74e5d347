using System.Net.Sockets;
using Npgsql;

namespace Hub.Storage;

/// <summary>What a failure of PostgreSQL means (https://www.postgresql.org/docs/15/errcodes-appendix.html).</summary>
internal static class PostgresFailures
{
    // By class: connection, refused credentials, no such database, resources (disk full, connections), a database that is closed, operator
    // intervention (shut-down, time-out), system errors, damage.
    private static readonly string[] UnavailableClasses = ["08", "28", "3D", "53", "55", "57", "58", "XX"];

    private const string IdleInTransactionTimeout = "25P03";

    // A transaction that idled too long; a server that only reads, after a change of roles.
    private static readonly string[] UnavailableCodes = [IdleInTransactionTimeout, PostgresErrorCodes.ReadOnlySqlTransaction];

    /// <summary>Whether the server, not the work, is to blame.</summary>
    public static bool IsUnavailable(Exception failure) => failure switch
    {
        PostgresException told => UnavailableCodes.Contains(told.SqlState) || Array.Exists(UnavailableClasses, start => told.SqlState.StartsWith(start, StringComparison.Ordinal)),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the same work succeeds when it is run again.</summary>
    public static bool IsCollision(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>What went wrong, in one line without a value of any row.</summary>
    public static string Tell(Exception failure) => failure is PostgresException told ? $"{told.SqlState}: {told.MessageText}" : failure.GetBaseException().Message;
}
