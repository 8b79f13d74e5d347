using System.Diagnostics;
using System.Threading.Channels;
using Hub.Configuration;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Reloading;

/// <summary>Notices changes in the folder of the mapping files: by the system's notices, and by a look every second that does not rely on them.</summary>
internal sealed partial class MappingWatch(HubSettings settings, MappingReload reload, ILogger<MappingWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // Editors write in several steps, within milliseconds of one another.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(150);

    // Looking shall not take more than a twentieth of the time, also in a folder of a hundred megabytes.
    private const int RestFactor = 20;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Hub.Watch) return;
        var notices = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        FileSystemWatcher? watcher = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                watcher ??= Watch(notices.Writer);
                var began = Stopwatch.GetTimestamp();
                var hasChanged = false;
                try
                {
                    hasChanged = await reload.LookAsync(cancel => Task.Delay(Settle, TimeProvider.System, cancel), stoppingToken);
                }
                catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
                {
                    // A store that cannot be written says so itself, once.
                    if (e is StoreTimeoutException) LogStoreFailed(logger, e.Message);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // The border of watching: without it, one failure would end the whole hub.
                    LogLookFailed(logger, new(e));
                }

                var rest = hasChanged ? Poll : Stopwatch.GetElapsedTime(began) * RestFactor;
                await WaitAsync(notices.Reader, rest < Poll ? Poll : rest, stoppingToken);
            }
        }
        finally
        {
            watcher?.Dispose();
        }
    }

    private static async Task WaitAsync(ChannelReader<bool> notices, TimeSpan atMost, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(atMost);
        try
        {
            await notices.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // No notice came: it is time to look all the same.
        }
    }

    // Null where the system gives no notices now: a folder that is not there, too many watched ones. The looks suffice.
    private FileSystemWatcher? Watch(ChannelWriter<bool> notices)
    {
        if (!Directory.Exists(settings.Hub.Mappings)) return null;
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new(settings.Hub.Mappings) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => notices.TryWrite(true);
            watcher.Created += (_, _) => notices.TryWrite(true);
            watcher.Deleted += (_, _) => notices.TryWrite(true);
            watcher.Renamed += (_, _) => notices.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            LogNoNotices(logger, settings.Hub.Mappings, e.Message);
            watcher?.Dispose();
            return null;
        }
    }

    [LoggerMessage(1911, LogLevel.Error, "The store cannot be read; changed mapping files are taken when it can. {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string reason);

    [LoggerMessage(1913, LogLevel.Error, "The look at the folder of the mapping files failed; what is in force stays, and it is looked at again. {Fault}")]
    private static partial void LogLookFailed(ILogger logger, Fault fault);

    [LoggerMessage(1912, LogLevel.Debug, "The system gives no notices of changes in {Folder} ({Cause}); it is looked at every second.")]
    private static partial void LogNoNotices(ILogger logger, string folder, string cause);
}
