using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>Brings the counts of requests to the store once a second, and a last time at the end.</summary>
internal sealed class RequestCounterFlush(RequestCounters counters, Rounds rounds, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await counters.FlushAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The store says so itself in the log; what was not kept by now is gone.
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RunAsync("keeping the counts of requests", RoundAsync, Every, time, stoppingToken);

    private async Task RoundAsync(CancellationToken stopping)
    {
        await Task.Delay(Every, time, stopping);
        await counters.FlushAsync(CancellationToken.None);
    }
}
