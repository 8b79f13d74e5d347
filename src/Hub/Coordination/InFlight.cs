namespace Hub.Coordination;

/// <summary>How many requests of one connection are under way at once. Of a limit that several nodes share each takes its part; a fifth is kept for who waits for an answer.</summary>
/// <param name="most">How many the vendor lets be under way; at least 1.</param>
/// <param name="limits">Knows among how many nodes limits are divided.</param>
internal sealed class InFlight(int most, RateLimits limits)
{
    private const int Kept = 5;

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource<IDisposable?>> urgent = new();
    private readonly Queue<TaskCompletionSource<IDisposable?>> others = new();
    private int taken;

    /// <summary>Takes a place, as soon as there is one.</summary>
    /// <param name="isUrgent">Whether a person waits.</param>
    /// <param name="atMost">How long it is waited for, by the machine's time.</param>
    /// <param name="cancel">Gives the wait up.</param>
    /// <returns>The place, which is free again when it is disposed, once; null where there was none in time.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async Task<IDisposable?> EnterAsync(bool isUrgent, TimeSpan atMost, CancellationToken cancel)
    {
        var wanted = new TaskCompletionSource<IDisposable?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            (isUrgent ? urgent : others).Enqueue(wanted);
            Admit();
        }

        if (wanted.Task.IsCompleted) return await wanted.Task;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(wanted.Task, Task.Delay(atMost, TimeProvider.System, end.Token));
        await end.CancelAsync();
        wanted.TrySetResult(null);
        var place = await wanted.Task;
        if (!cancel.IsCancellationRequested) return place;
        place?.Dispose();
        throw new OperationCanceledException(cancel);
    }

    private void Leave()
    {
        lock (gate)
        {
            taken--;
            Admit();
        }
    }

    private void Admit()
    {
        var room = Math.Max(1, most / limits.Sharers);
        while (taken < room && urgent.TryDequeue(out var next)) Give(next);
        while (taken < room - (room / Kept) && others.TryDequeue(out var next)) Give(next);
    }

    private void Give(TaskCompletionSource<IDisposable?> wanted)
    {
        if (wanted.TrySetResult(new Place(this))) taken++;
    }

    private sealed class Place(InFlight places) : IDisposable
    {
        public void Dispose() => places.Leave();
    }
}
