using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Tells in the log, once each, what has come to a stop: a route or connection that the hub itself paused, a line blocked for 15 minutes.</summary>
internal sealed partial class Lookout(IDatabase database, TimeProvider time, ILogger<Lookout> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BlockedFor = TimeSpan.FromMinutes(15);

    private HashSet<Pause> toldPauses = [];
    private HashSet<(string Queue, string Subject, DateTimeOffset Since)> toldLines = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
            {
                LogStoreFailed(logger, e);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The border of the lookout: without it, one failure would end the whole hub.
                LogLookFailed(logger, new(e));
            }

            await Task.Delay(Poll, time, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (pauses, lines) = await database.ReadAsync(async sql => (await Pauses.AllAsync(sql), await Lines.BlockedAsync(sql, now - BlockedFor, now)), cancel);

        // Whoever pauses by hand knows of it.
        var own = pauses.Where(pause => pause.By != Pauses.Operator).ToHashSet();
        foreach (var pause in own.Where(pause => !toldPauses.Contains(pause))) LogPaused(logger, pause.Kind, pause.Name, new(pause.Reason), pause.Name, pause.Kind);
        toldPauses = own;

        foreach (var line in lines.Where(line => !toldLines.Contains(Key(line)))) LogBlocked(logger, new(line.Subject), line.Queue, line.Since, line.BlockedBy);
        toldLines = [.. lines.Select(Key)];
    }

    private static (string Queue, string Subject, DateTimeOffset Since) Key(BlockedLine line) => (line.Queue, line.Subject, line.Since);
}
