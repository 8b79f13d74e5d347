using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Hub.Storage;

/// <summary>
/// Moves the write-ahead log into the file (https://sqlite.org/wal.html, section 3). Left to SQLite, the commit that finds the log long does it, and all that wait for that commit wait for it, again with
/// each commit until no reader uses the log. So most is moved beside the writer, on a connection and a thread of its own, and the writer moves only what has come meanwhile and begins the log anew.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    // Of 4 KiB: a log of this length is moved.
    private const int Much = 8_000;

    // The writer moves so many itself.
    private const int Little = 1_000;

    // A disk that is slower beside the writer than the writer: from here on it waits.
    private const int TooMuch = 64_000;

    // How long the writer waits for those who still read from the log.
    private const int PatienceMilliseconds = 10;
    private const string Main = "main";

    private readonly SqliteConnection writer;
    private readonly SqliteConnection beside;
    private readonly int busyMilliseconds;
    private Task running = Task.CompletedTask;
    private bool isMoving;
    private int pages;
    private int left;

    /// <summary>Takes the moving of the log over from a connection that writes.</summary>
    public SqliteCheckpoints(SqliteConnection writer)
    {
        this.writer = writer;
        writer.Execute("PRAGMA wal_autocheckpoint = 0");
        (beside, busyMilliseconds) = SqliteConnections.OpenBeside(writer.DataSource);
    }

    /// <summary>A transaction has been committed; called on the thread that writes, between two transactions.</summary>
    public void Committed()
    {
        sqlite3_db_status(writer.Handle, SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, 1);
        pages += written;
        if (isMoving)
        {
            if (!running.IsCompleted && pages < TooMuch) return;
            running.Wait();
            isMoving = false;

            // What was there when it began has been moved.
            pages -= left;
            if (pages <= Little || pages >= TooMuch) BeginAnew();
            else Begin();
        }
        else if (pages >= Much)
        {
            Begin();
        }
    }

    public void Dispose()
    {
        running.Wait();
        beside.Dispose();
    }

    private void Begin()
    {
        isMoving = true;
        left = pages;

        // A failure of the disk is the writer's to find: what has not been moved stays in the log.
        running = Task.Factory.StartNew(
            () => sqlite3_wal_checkpoint_v2(beside.Handle, Main, SQLITE_CHECKPOINT_PASSIVE, out _, out _), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // Where somebody reads from the log for longer, it is tried again when as much has come as the writer moves itself.
    private void BeginAnew()
    {
        sqlite3_busy_timeout(writer.Handle, PatienceMilliseconds);
        var result = sqlite3_wal_checkpoint_v2(writer.Handle, Main, SQLITE_CHECKPOINT_RESTART, out _, out _);
        sqlite3_busy_timeout(writer.Handle, busyMilliseconds);
        pages = result == SQLITE_OK ? 0 : Much - Little;
    }
}
