using Hub.Coordination;

namespace Hub.Pipeline;

/// <summary>Where nodes share a store and a Redis server: hears what vendors have told the others of their limits.</summary>
internal sealed class RemoteLimits(RedisServer redis, LimitNews news, IClaims claims, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (claims is not SharedClaims || !redis.IsConfigured) return;
        while (!await news.ListenAsync() && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
