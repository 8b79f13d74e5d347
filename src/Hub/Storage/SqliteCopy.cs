using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Hub.Storage;

/// <summary>A whole copy of a SQLite store in one file, of one moment, while the store is written on.</summary>
internal static class SqliteCopy
{
    /// <summary>What the name of a copy ends with until it is whole.</summary>
    public const string Unfinished = ".unfinished";

    // How many steps of SQLite's virtual machine pass between two looks at whether it is still wanted: well under a millisecond.
    private const int StepsBetweenLooks = 10_000;

    /// <summary>Writes a copy, first under another name, so that a file of the right name is a whole one. A file that is there is replaced.</summary>
    /// <param name="connection">A connection to the store.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="copiedAt">The moment that is noted in it as that of the copy, so that a start on it begins held; null for a copy that is none of another time.</param>
    /// <exception cref="SqliteException">It cannot be written; nothing is left of it.</exception>
    public static void Write(SqliteConnection connection, string copy, DateTimeOffset? copiedAt = null)
    {
        var unfinished = copy + Unfinished;
        File.Delete(unfinished);
        PrivateFiles.Make(unfinished);
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $1";
            command.Parameters.AddWithValue("$1", unfinished);
            command.CommandTimeout = 0;
            command.ExecuteNonQuery();
            if (copiedAt is { } moment) Note(unfinished, moment);
            Finish(unfinished, copy);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes a copy of the store in use, until somebody ends that.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be read, or the copy not written; nothing is left of it.</exception>
    public static Task WriteAsync(string path, string copy, DateTimeOffset copiedAt, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = SqliteConnections.OpenReader(path, canCopy: true);
            sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => cancel.IsCancellationRequested ? 1 : 0, connection);
            try
            {
                Write(connection, copy, copiedAt);
            }
            catch (SqliteException failure)
            {
                cancel.ThrowIfCancellationRequested();
                throw new StoreUnavailableException($"The copy '{copy}' could not be written: {failure.Message}", failure);
            }
        },
        cancel);

    /// <summary>Why a file is no store that a hub can go on with, as one sentence; null where it is one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="newest">The newest version of the schema that this build knows.</param>
    public static string? Obstacle(string path, int newest)
    {
        try
        {
            using var connection = SqliteConnections.OpenReader(path);
            if (connection.Text("PRAGMA integrity_check(1)") is var verdict && verdict != "ok") return $"'{path}' is damaged: {verdict}.";
            if (connection.Text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema'") is null) return $"'{path}' is no store of a hub.";
            var minApp = int.Parse(connection.Text("SELECT COALESCE(MAX(min_app), 0) FROM schema")!, System.Globalization.CultureInfo.InvariantCulture);
            return minApp > newest ? $"'{path}' needs a hub that knows version {minApp} of the store; this one knows {newest}. Take a newer hub." : null;
        }
        catch (StoreUnavailableException failure)
        {
            return failure.Message;
        }
        catch (SqliteException failure)
        {
            return $"'{path}' is no store of a hub: {failure.Message}";
        }
    }

    private static void Note(string copy, DateTimeOffset copiedAt)
    {
        using var connection = SqliteConnections.OpenAlone(copy);
        using var command = connection.CreateCommand();
        command.CommandText = LostTimes.NoteCopied;
        command.Parameters.AddWithValue("$1", copiedAt.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    private static void Finish(string unfinished, string copy)
    {
        using (var file = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
        File.Move(unfinished, copy, overwrite: true);
    }
}
