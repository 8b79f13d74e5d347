using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Fetches the files that came with messages, in a task of its own: the message itself has long been processed. A file is streamed to the disk, compared with its SHA-256 and the size that it may
/// have, and only then has its name; the store learns of it last. Of several nodes one fetches.
/// </summary>
internal sealed partial class MediaFetching(
    IDatabase database, ConnectionRegistry connections, IClaims claims, GuardedReads reads, MediaFolder folder, DiskRoom disk, RetrySchedule schedule, HubSettings settings, Rounds rounds, Wakeups wakeups,
    FaultTrigger faults, TimeProvider time, ILogger<MediaFetching> logger) : BackgroundService
{
    /// <summary>The name of the signal that a file may be due.</summary>
    public const string Queue = "media";

    private const string Duty = "media";
    private const string Operation = "media";
    private const int Parallel = 4;

    // What is wrong three times is not wrong on its way.
    private const int WrongAtMost = 3;
    private const long Mebibyte = 1024 * 1024;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    // A hundred megabytes at a megabit a second.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RoomAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> underWay = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim choosing = new(1, 1);
    private bool isTidy;
    private string? told;

    /// <inheritdoc/>
    public override void Dispose()
    {
        choosing.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => rounds.RunAsync(
        "fetching the files of messages",
        async cancel =>
        {
            if (!await StepAsync(cancel)) await wakeups.WaitAsync(Queue, Poll, cancel);
        },
        Pause, time, stoppingToken)));

    // Whether a file was due.
    private async Task<bool> StepAsync(CancellationToken cancel)
    {
        if (await ChooseAsync(cancel) is not { } row) return false;
        try
        {
            claims.EnterDuty(Duty);
            if (row.State == Media.Forgotten) await DeleteAsync(row, cancel);
            else await FetchAsync(row, cancel);
            return true;
        }
        finally
        {
            underWay.TryRemove(row.Id, out _);
        }
    }

    private async Task<MediaRow?> ChooseAsync(CancellationToken cancel)
    {
        await choosing.WaitAsync(cancel);
        try
        {
            // Before the look: what ends while it is taken is seen as it was.
            var busy = underWay.Keys;
            var now = time.GetUtcNow();
            var due = await database.ReadAsync(sql => Media.DueAsync(sql, now, 2 * Parallel), cancel);
            if (due.Find(row => !busy.Contains(row.Id)) is not { } next || !await claims.TakeDutyAsync(Duty, cancel)) return null;

            // What lies half written is nobody's: whoever had the duty before has died, or will be refused by the store.
            if (!isTidy && folder.RemoveParts() is > 0 and var parts) LogParts(logger, parts);
            isTidy = true;
            underWay[next.Id] = true;
            return next;
        }
        finally
        {
            choosing.Release();
        }
    }

    private async Task FetchAsync(MediaRow row, CancellationToken cancel)
    {
        if (connections.Find(row.Connection) is not { Connector: IMessagingConnector { Media: { } source } connector } connection)
        {
            await EndAsync(row, Media.Gone, $"The connection '{row.Connection}' is not configured any more.", cancel);
            return;
        }

        if (row.File.Id is null)
        {
            await EndAsync(row, Media.Gone, "The message names no file.", cancel);
            return;
        }

        var most = source.MostBytes(row.File, connection.Options<object>());
        if (!HasRoom(0))
        {
            await WaitForRoomAsync(row, cancel);
            return;
        }

        switch (await AskAsync(row, source, connection, cancel))
        {
            case MediaAnswer.Opened opened:
                await using (opened.Content) await TakeAsync(row, $"{connector.Name}.media.stored", opened, most, cancel);
                break;
            case MediaAnswer.Gone { Reason: var reason }:
                await EndAsync(row, Media.Gone, reason, cancel);
                break;
            case MediaAnswer.Failed { Failure: var failure }:
                await FailAsync(row, failure, cancel);
                break;
        }
    }

    private Task<MediaAnswer> AskAsync(MediaRow row, IMediaSource source, Connection connection, CancellationToken cancel) => reads.AskAsync<MediaAnswer>(
        new(connection.Name, Operation) { Lane = Lane.Sync },
        async () =>
        {
            try
            {
                return await source.OpenAsync(row.File, connection, cancel);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !cancel.IsCancellationRequested)
            {
                return new MediaAnswer.Failed(VendorErrors.OfNetwork(e));
            }
        },
        failure => new MediaAnswer.Failed(failure),
        answer => (answer as MediaAnswer.Failed)?.Failure);

    private async Task TakeAsync(MediaRow row, string type, MediaAnswer.Opened opened, long most, CancellationToken cancel)
    {
        if (opened.Size > most)
        {
            await EndAsync(row, Media.Refused, TooLarge(most), cancel);
            return;
        }

        if (!HasRoom(opened.Size ?? 0))
        {
            await WaitForRoomAsync(row, cancel);
            return;
        }

        FileWritten written;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        enough.CancelAfter(Longest);
        try
        {
            written = await folder.WriteAsync(row.Id, opened.Content, most, Silence, TimeProvider.System, enough.Token);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            await FailAsync(row, new(FailureKind.Transient, e.GetType().Name, "The file broke off on its way."), cancel);
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The name of the error and no more: its message has the path.
            await FailAsync(row, new(FailureKind.Transient, e.GetType().Name, HasRoom(0) ? "The file broke off on its way, or the folder of the files cannot be written." : "The disk has no room."), cancel);
            return;
        }

        switch (written)
        {
            case FileWritten.TooLarge:
                await EndAsync(row, Media.Refused, TooLarge(most), cancel);
                break;

            // What the vendor says beside the bytes is of these bytes; what the message says may be of what the person's phone had.
            case FileWritten.Whole whole when (opened.Sha256 ?? row.File.Sha256) is { } announced && announced != whole.Sha256:
                if (row.Attempts + 1 >= WrongAtMost) await EndAsync(row, Media.Refused, "Its bytes are not those that were announced: their SHA-256 differs.", cancel);
                else await FailAsync(row, new(FailureKind.Transient, "wrong_hash", "Its bytes are not those that were announced."), cancel);
                break;
            case FileWritten.Whole whole:
                await KeepAsync(row, type, whole, opened.MimeType, cancel);
                break;
        }
    }

    private async Task KeepAsync(MediaRow row, string type, FileWritten.Whole whole, string? mime, CancellationToken cancel)
    {
        var file = row.File with { MimeType = MediaFiles.TypeOf(mime ?? row.File.MimeType) };
        var stored = new StoredMedia
        {
            MediaId = row.Id, MessageId = row.Message, Kind = file.Kind, MimeType = file.MimeType, Sha256 = whole.Sha256, Size = whole.Size, FileName = MediaFiles.NameOf(file, row.Id),
            Caption = file.Caption, SentAt = row.SentAt,
        };
        faults.Pass(FaultPoint.BeforeMediaNamed);
        folder.Name(row.Id);
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeMediaKept);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Media.StoreAsync(sql, row, type, stored, now), cancel);
        faults.Pass(FaultPoint.AfterMediaKept);
        told = null;
        wakeups.Signal(Lines.Events);
    }

    private async Task FailAsync(MediaRow row, VendorFailure failure, CancellationToken cancel)
    {
        // Who is asked to slow down or has no credentials has not tried.
        var isTried = failure.Kind is not (FailureKind.Throttled or FailureKind.Unauthorized or FailureKind.Later);
        var attempts = isTried ? row.Attempts + 1 : row.Attempts;
        var reason = $"{failure.Code}: {new Masked(failure.Text)}";
        TimeSpan? wait = failure.Kind switch
        {
            FailureKind.Rejected => null,
            FailureKind.Unauthorized => RoomAgain,
            _ when isTried => schedule.After(attempts, row.Id, failure.Wait),
            _ => schedule.Told(failure.Wait),
        };
        if (wait is { } again) await PutOffAsync(row, attempts, again, reason, cancel);
        else await EndAsync(row, Media.Gone, reason, cancel);
    }

    private async Task WaitForRoomAsync(MediaRow row, CancellationToken cancel)
    {
        const string reason = "The disk is nearly full: files of messages are fetched when it has room.";
        if (told != reason) LogWaits(logger, reason);
        told = reason;
        await PutOffAsync(row, row.Attempts, RoomAgain, reason, cancel);
    }

    private async Task PutOffAsync(MediaRow row, int attempts, TimeSpan wait, string reason, CancellationToken cancel)
    {
        var dueAt = time.GetUtcNow() + wait;
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Media.PutOffAsync(sql, row.Id, attempts, dueAt, reason), cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
    }

    private async Task EndAsync(MediaRow row, string state, string reason, CancellationToken cancel)
    {
        // A process that died before the store knew may have left it there.
        folder.Remove(row.Id);
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Media.EndAsync(sql, row.Id, state, reason, now), cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
        LogEnded(logger, row.Id, row.Connection, state, reason);
    }

    private async Task DeleteAsync(MediaRow row, CancellationToken cancel)
    {
        folder.Remove(row.Id);
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Media.DeleteAsync(sql, row.Id), cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
    }

    // Webhooks keep their room: a file takes none of it.
    private bool HasRoom(long bytes)
    {
        var least = (settings.Hub.MinFreeMegabytes * Mebibyte) + bytes;
        return !(disk.Free < least) && !(folder.Free < least);
    }

    private static string TooLarge(long most) => $"It is larger than {most / Mebibyte} MiB, which is the most that the connection takes of its kind.";
}
