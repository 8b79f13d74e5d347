using System.Collections.Concurrent;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Where nodes share a store: passes signals on between them, by Redis or by the store; without them each looks by itself every second.</summary>
internal sealed class RemoteWakeups(IServiceProvider services, RedisServer redis, Wakeups wakeups, IClaims claims, TimeProvider time) : BackgroundService
{
    private const string Channel = "wakeups";
    private const char Separator = ' ';

    // Signals come in flocks: those of so long are told as one.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> untold = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (claims is not SharedClaims) return;
        var bell = services.GetRequiredService<PostgresBell>();
        wakeups.Signalled += Note;
        try
        {
            // Heard both ways: who cannot reach Redis tells by the store.
            await Task.WhenAll(
                AgainAndAgainAsync(cancel => TellAsync(bell, cancel), stoppingToken), AgainAndAgainAsync(cancel => bell.ListenAsync(Hear, cancel), stoppingToken), HearRedisAsync(stoppingToken));
        }
        finally
        {
            wakeups.Signalled -= Note;
        }
    }

    private void Note(object? sender, SignalledEventArgs e) => untold.TryAdd(e.Name, true);

    private void Hear(string words)
    {
        if (words.Split(Separator) is not [var from, .. var names] || from == claims.Node) return;
        foreach (var name in names) wakeups.Hear(name);
    }

    private async Task TellAsync(PostgresBell bell, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(Gather, time, cancel);
            var names = untold.Keys.Where(name => untold.TryRemove(name, out _)).ToList();
            if (names.Count == 0) continue;
            var words = string.Join(Separator, [claims.Node, .. names]);
            if (!redis.IsConfigured || !await redis.SayAsync(Channel, words)) await bell.SayAsync(words, cancel);
        }
    }

    private async Task HearRedisAsync(CancellationToken cancel)
    {
        while (redis.IsConfigured && !await redis.HearAsync(Channel, Hear) && !cancel.IsCancellationRequested)
        {
            await Task.Delay(AfterFailure, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AgainAndAgainAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await work(cancel);
            }
            catch (StoreUnavailableException)
            {
                // A store that cannot be reached says so itself, once.
                await Task.Delay(AfterFailure, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
