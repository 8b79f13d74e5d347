using System.Collections.Concurrent;

namespace Hub.Coordination;

/// <summary>
/// Named signals that say "look again": one per queue. Signals that nobody has seen yet are one signal, and none is lost: whoever waits
/// returns at once when there was a signal since the last wait returned.
/// </summary>
internal sealed class Wakeups(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bell> bells = new(StringComparer.Ordinal);

    /// <summary>Raised at each signal that was given here: other nodes may wait for it too.</summary>
    public event EventHandler<SignalledEventArgs>? Signalled;

    /// <summary>Wakes whoever waits for <paramref name="name"/>, or the next one who does, on every node.</summary>
    public void Signal(string name)
    {
        Hear(name);
        Signalled?.Invoke(this, new(name));
    }

    /// <summary>Wakes whoever waits for a signal here, because another node has given it.</summary>
    public void Hear(string name) => Find(name).Ring();

    /// <summary>Returns at a signal or after <paramref name="atMost"/>, whichever is first; the caller looks for work in either case.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitAsync(string name, TimeSpan atMost, CancellationToken cancel) => Find(name).WaitAsync(atMost, time, cancel);

    private Bell Find(string name) => bells.GetOrAdd(name, static _ => new Bell());

    private sealed class Bell
    {
        private TaskCompletionSource rung = Silent();

        public void Ring() => Volatile.Read(ref rung).TrySetResult();

        public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
        {
            var heard = Volatile.Read(ref rung);
            if (!heard.Task.IsCompleted)
            {
                // No exception for the usual end of an idle wait.
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                await Task.WhenAny(heard.Task, Task.Delay(atMost, time, end.Token));
                await end.CancelAsync();
            }

            cancel.ThrowIfCancellationRequested();
            if (heard.Task.IsCompleted)
            {
                // Before the caller looks: what is signalled from now on wakes the next wait.
                Interlocked.CompareExchange(ref rung, Silent(), heard);
            }
        }

        private static TaskCompletionSource Silent() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A signal.</summary>
/// <param name="name">Its name.</param>
internal sealed class SignalledEventArgs(string name) : EventArgs
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;
}
