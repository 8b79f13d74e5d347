using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>How the hub opens its SQLite file (https://sqlite.org/pragma.html).</summary>
internal static class SqliteConnections
{
    private const int BusySeconds = 5;

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
                PRAGMA wal_autocheckpoint = 2000;
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
            return connection;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new StoreUnavailableException($"The store '{path}' cannot be opened: {failure.Message}", failure);
        }
    }
}
