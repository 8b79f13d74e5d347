using System.Collections.Concurrent;

namespace Hub.Coordination;

/// <summary>
/// Named signals that say "look again": one per queue. Signals that nobody has seen yet are one signal, and none is lost: whoever waits
/// returns at once when there was a signal since the last wait returned.
/// </summary>
internal sealed class Wakeups(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bell> _bells = new(StringComparer.Ordinal);

    /// <summary>Wakes whoever waits for <paramref name="name"/>, or the next one who does.</summary>
    public void Signal(string name) => Find(name).Ring();

    /// <summary>Returns at a signal or after <paramref name="atMost"/>, whichever is first; the caller looks for work in either case.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitAsync(string name, TimeSpan atMost, CancellationToken cancel) => Find(name).WaitAsync(atMost, time, cancel);

    private Bell Find(string name) => _bells.GetOrAdd(name, static _ => new Bell());

    private sealed class Bell
    {
        private TaskCompletionSource _rung = Silent();

        public void Ring() => Volatile.Read(ref _rung).TrySetResult();

        public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
        {
            var rung = Volatile.Read(ref _rung);
            if (!rung.Task.IsCompleted)
            {
                // No exception for the usual end of an idle wait.
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                await Task.WhenAny(rung.Task, Task.Delay(atMost, time, end.Token));
                await end.CancelAsync();
            }

            cancel.ThrowIfCancellationRequested();
            if (rung.Task.IsCompleted)
            {
                // Before the caller looks: what is signalled from now on wakes the next wait.
                Interlocked.CompareExchange(ref _rung, Silent(), rung);
            }
        }

        private static TaskCompletionSource Silent() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
