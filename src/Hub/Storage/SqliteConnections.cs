using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Hub.Storage;

/// <summary>How the hub opens its SQLite file (https://sqlite.org/pragma.html).</summary>
internal static class SqliteConnections
{
    private const int BusySeconds = 5;

    // Otherwise each allocation of every connection waits for one lock (https://sqlite.org/c3ref/c_config_covering_index_scan.html, SQLITE_CONFIG_MEMSTATUS). It counts for nothing once a file is open.
    static SqliteConnections()
    {
        SQLitePCL.Batteries_V2.Init();
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>The connection that writes: write-ahead log, an fsync per commit, foreign keys checked.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be opened, or its file system cannot hold a write-ahead log.</exception>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // The journal mode first: it is the first thing that reads the file, and the only pragma that answers.
            var journal = connection.Text("PRAGMA journal_mode = WAL");
            if (journal != "wal")
            {
                throw new StoreUnavailableException($"The store '{path}' cannot use a write-ahead log (it answered '{journal}'). Use a local disk.");
            }

            connection.Execute(
                """
                PRAGMA synchronous = FULL;
                PRAGMA foreign_keys = ON;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -32768;
                PRAGMA temp_store = MEMORY;
                """);
            return connection;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new StoreUnavailableException($"The store '{path}' cannot be opened: {failure.Message}", failure);
        }
        catch (StoreUnavailableException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that moves the log into the file beside the one that writes.</summary>
    /// <returns>The connection, and how long any connection waits for another, in milliseconds.</returns>
    public static (SqliteConnection Connection, int BusyMilliseconds) OpenBeside(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -1024;");
        return (connection, BusySeconds * 1000);
    }

    /// <summary>A connection to a whole file that nobody else has open: it leaves no log beside it.</summary>
    public static SqliteConnection OpenAlone(string path) => Open(path, SqliteOpenMode.ReadWrite);

    /// <summary>A connection that can only read; the file must exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="canCopy">Whether it can write a copy of the store into another file.</param>
    public static SqliteConnection OpenReader(string path, bool canCopy = false)
    {
        var connection = Open(path, SqliteOpenMode.ReadOnly);
        connection.Execute($"PRAGMA query_only = {(canCopy ? "OFF" : "ON")}; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;");
        return connection;
    }

    extension(SqliteConnection connection)
    {
        /// <summary>Runs one or more statements that answer nothing and take no values.</summary>
        public void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        /// <summary>The first column of the first row as text; null where there is none.</summary>
        public string? Text(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        // The hub owns its connections for as long as it runs: a pool below them would only keep files open after the end.
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {BusySeconds * 1000}");

            // Without it SQLite makes a plan anew whenever the value of a LIMIT is bound: at each execution (https://sqlite.org/queryplanner-ng.html#qpstab).
            sqlite3_db_config(connection.Handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            return connection;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new StoreUnavailableException($"The store '{path}' cannot be opened: {failure.Message}", failure);
        }
    }
}
