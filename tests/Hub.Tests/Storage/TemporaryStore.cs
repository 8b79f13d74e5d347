using Hub.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>A folder of its own for a SQLite store, deleted at the end.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public static readonly Migration Notes = new(
        1,
        "0001_notes",
        1,
        """
        CREATE TABLE note (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE answer (note INTEGER NOT NULL REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED);
        """);

    private readonly string folder = Directory.CreateTempSubdirectory("hub-store-").FullName;

    public string Path => System.IO.Path.Combine(folder, "hub.db");

    public ManualTime Time { get; } = new();

    public SqliteDatabase Open(params Migration[] steps) =>
        SqliteDatabase.Open(Path, new Migrations(steps.Length == 0 ? [Notes] : steps), Time, NullLogger.Instance);

    public SqliteDatabase Open(ILogger logger) => SqliteDatabase.Open(Path, new Migrations([Notes]), Time, logger);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

internal static class Notes
{
    public static Task<int> AddNoteAsync(this IDatabase database, string name, WriteKind kind = WriteKind.Apply) =>
        database.WriteAsync(kind, sql => sql.ExecuteAsync("INSERT INTO note (name) VALUES ($1)", name), CancellationToken.None).AsTask();

    public static async Task<List<string>> NotesAsync(this IDatabase database) =>
        await database.ReadAsync(sql => sql.ListAsync("SELECT name FROM note ORDER BY id", row => row.GetString(0)), CancellationToken.None);

    /// <summary>Holds up the writer until the returned event is set, so that what is queued meanwhile becomes one batch.</summary>
    public static ManualResetEventSlim HoldWriter(this IDatabase database, out Task held)
    {
        var release = new ManualResetEventSlim();
        var begun = new ManualResetEventSlim();
        held = database.WriteAsync(
            WriteKind.Housekeeping,
            _ =>
            {
                begun.Set();
                release.Wait();
                return ValueTask.FromResult(0);
            },
            CancellationToken.None).AsTask();
        begun.Wait();
        return release;
    }
}
