using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>Brings the counts of requests to the store once a second, and a last time at the end.</summary>
internal sealed class RequestCounterFlush(RequestCounters counters, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var goesOn = true;
        while (goesOn)
        {
            try
            {
                goesOn = await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                goesOn = false;
            }

            try
            {
                await counters.FlushAsync(CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                // The store says so itself in the log; the counts wait for the next time.
            }
        }
    }
}
