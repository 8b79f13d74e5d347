using Hub.Configuration;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Reloading;

/// <summary>Where nodes share a store: takes the mapping files that another node has put in force, within a second.</summary>
internal sealed partial class MappingFollow(HubSettings settings, SnapshotStore snapshots, TimeProvider time, ILogger<MappingFollow> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Storage.IsPostgres) return;
        string? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wrong = await snapshots.FollowAsync(stoppingToken);
                if (wrong is not null && wrong != told) LogCannotFollow(logger, wrong, snapshots.Active?.Hash);
                told = wrong;
            }
            catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
            {
                // A store that cannot be reached says so itself, once.
            }

            await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1914, LogLevel.Error, "Another node has put the mapping files {Hash} in force; this one cannot compile them with its own connections and goes on with {Active}.")]
    private static partial void LogCannotFollow(ILogger logger, string hash, string? active);
}
