using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>Brings a SQLite file to the schema of this build. The table <c>schema</c> holds one row per step taken.</summary>
internal static partial class SqliteSchema
{
    /// <summary>Takes the steps that the file lacks, each in a transaction of its own, after a copy of a file that already had some.</summary>
    /// <exception cref="StoreUnavailableException">The file belongs to a newer build, or a step failed (and was undone).</exception>
    public static void Migrate(SqliteConnection connection, string path, Migrations migrations, ILogger logger)
    {
        try
        {
            connection.Execute("CREATE TABLE IF NOT EXISTS schema (version INTEGER PRIMARY KEY, min_app INTEGER NOT NULL)");
            var version = Number(connection, "SELECT coalesce(max(version), 0) FROM schema");
            var minApp = Number(connection, "SELECT coalesce(max(min_app), 0) FROM schema");
            if (minApp > migrations.Newest)
            {
                throw new StoreUnavailableException(
                    $"The store '{path}' is of version {version} and needs a hub that knows version {minApp}; this one knows {migrations.Newest}. Start a newer hub.");
            }

            var missing = migrations.Steps.Where(step => step.Version > version).ToList();
            if (version > 0 && missing.Count > 0) LogCopied(logger, Copy(connection, path, migrations.Newest));

            foreach (var step in missing)
            {
                Take(connection, step);
                LogMigrated(logger, path, step.Name);
            }
        }
        catch (SqliteException failure)
        {
            throw new StoreUnavailableException($"The store '{path}' could not be brought to version {migrations.Newest}: {failure.Message}", failure);
        }
    }

    private static void Take(SqliteConnection connection, Migration step)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = step.Sql;
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO schema (version, min_app) VALUES ($1, $2)";
        command.Parameters.AddWithValue("$1", step.Version);
        command.Parameters.AddWithValue("$2", step.MinApp);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private static string Copy(SqliteConnection connection, string path, int version)
    {
        var copy = string.Create(CultureInfo.InvariantCulture, $"{path}.before-{version}");
        SqliteCopy.Write(connection, copy);
        return copy;
    }

    private static int Number(SqliteConnection connection, string sql) =>
        int.Parse(connection.Text(sql)!, CultureInfo.InvariantCulture);
}
