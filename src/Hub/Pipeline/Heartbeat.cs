using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Where nodes share a store: says every 2 s that this node is alive and looks each second for those that are not, until everything else has stopped; then frees what the node holds.</summary>
internal sealed partial class Heartbeat(IClaims claims, NodeTimes times, TimeProvider time, ILogger<Heartbeat> logger) : IHostedLifecycleService, IDisposable
{
    private CancellationTokenSource stop = new();
    private Task beating = Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        stop.Dispose();
        stop = new();
        if (claims is SharedClaims shared) beating = BeatAsync(shared, stop.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await beating;
        if (cancellationToken.IsCancellationRequested || claims is not SharedClaims shared) return;
        try
        {
            await shared.LeaveAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The others notice without a word.
        }
    }

    private async Task BeatAsync(SharedClaims shared, CancellationToken cancel)
    {
        var last = time.GetTimestamp();
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(times.Look, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (time.GetElapsedTime(last) < times.Renew && !await shared.IsAnyGoneAsync(cancel)) continue;
                last = time.GetTimestamp();
                await shared.BeatAsync(cancel);
            }
            catch (Exception failure) when (failure is StoreUnavailableException or StoreTimeoutException or OperationCanceledException)
            {
                // A store that cannot be written says so itself, once; until it can, no call leaves.
            }
            catch (Exception failure)
            {
                // The border of the heartbeat: a node that is silent because of one failure would lose all that it does.
                LogBeatFailed(logger, new(failure));
            }
        }
    }
}
