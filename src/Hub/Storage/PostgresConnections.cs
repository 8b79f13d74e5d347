using System.Globalization;
using Npgsql;

namespace Hub.Storage;

/// <summary>How the hub connects to PostgreSQL (https://www.postgresql.org/docs/15/runtime-config-client.html).</summary>
internal static class PostgresConnections
{
    private const int ConnectSeconds = 5;
    private const int ReadersAtMost = 16;
    private const int Prepared = 200;

    /// <summary>The longest that a node may hold the lock of writers without a word: a frozen one is thrown out by then.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>The longest that a node waits for the lock of writers before it answers that the store cannot be written.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // So says a time-out of zero.
    private static readonly TimeSpan Forever = TimeSpan.Zero;

    /// <summary>Whether a text is a connection string that names a server and a database.</summary>
    public static bool IsUsable(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0, Database.Length: > 0 };
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The server and database, without the password.</summary>
    public static string NameOf(string text) => new NpgsqlConnectionStringBuilder(text) is var parts
        ? string.Create(CultureInfo.InvariantCulture, $"{parts.Host}:{parts.Port}/{parts.Database}")
        : "";

    /// <summary>The connection that writes: a commit is on disk before it is answered, and whoever freezes in a transaction is thrown out.</summary>
    public static NpgsqlDataSource Writer(string text) => Source(
        text, 1,
        "synchronous_commit=on",
        Setting("idle_in_transaction_session_timeout", LongestPause),
        Setting("lock_timeout", LongestWait),
        Setting("statement_timeout", LongestWait * 3));

    /// <summary>The connection that takes the steps of the schema: an index of a large table takes its time, and a second node waits until it is there.</summary>
    public static NpgsqlDataSource Migrator(string text) => Source(
        text, 1, Forever, "synchronous_commit=on", "statement_timeout=0", "lock_timeout=0", "idle_in_transaction_session_timeout=0");

    /// <summary>The connections that only read.</summary>
    public static NpgsqlDataSource Readers(string text) => Source(
        text, ReadersAtMost, "default_transaction_read_only=on", Setting("statement_timeout", PostgresDatabase.ReadLimit), Setting("idle_in_transaction_session_timeout", PostgresDatabase.ReadLimit));

    /// <summary>The connections by which nodes wake one another.</summary>
    public static NpgsqlDataSource Bell(string text) => Source(text, 3);

    private static string Setting(string name, TimeSpan value) => string.Create(CultureInfo.InvariantCulture, $"{name}={(long)value.TotalMilliseconds}");

    private static NpgsqlDataSource Source(string text, int most, params ReadOnlySpan<string> settings) => Source(text, most, LongestWait * 4, settings);

    private static NpgsqlDataSource Source(string text, int most, TimeSpan answer, params ReadOnlySpan<string> settings)
    {
        var parts = new NpgsqlConnectionStringBuilder(text);
        parts.Options = string.Join(' ', [parts.Options, .. settings.ToArray().Select(setting => "-c " + setting)]).Trim();
        parts.MaxPoolSize = most;
        parts.MinPoolSize = 0;
        parts.MaxAutoPrepare = Prepared;
        parts.AutoPrepareMinUsages = 2;
        parts.Timeout = ConnectSeconds;
        parts.ApplicationName ??= "hub";

        // The server's own limits come first, and tell why.
        parts.CommandTimeout = (int)answer.TotalSeconds;

        // An open connection of the pool is as the last one left it: the hub sets nothing that would have to be taken back.
        parts.NoResetOnClose = true;

        // The hub's columns have the server's oldest types only: it need not ask for others.
        return new NpgsqlDataSourceBuilder(parts.ToString()).ConfigureTypeLoading(types => types.EnableTypeLoading(false)).Build();
    }
}
