namespace Hub.Coordination;

/// <summary>Lets entries be worked on together, or one of them with no other in flight. Whoever wants to be alone goes before those who come later.</summary>
internal sealed class Solitude
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource<IDisposable>> wantAlone = new();
    private readonly Queue<TaskCompletionSource<IDisposable>> wantTogether = new();
    private int together;
    private bool isTaken;

    /// <summary>Waits for a place.</summary>
    /// <param name="alone">Whether no other may be in flight.</param>
    /// <param name="cancel">Gives the wait up.</param>
    /// <returns>The place, given back by disposing of it.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async Task<IDisposable> EnterAsync(bool alone, CancellationToken cancel)
    {
        var place = new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var given = cancel.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource<IDisposable>)waiting!).TrySetCanceled(token), place);
        lock (gate)
        {
            (alone ? wantAlone : wantTogether).Enqueue(place);
            Admit();
        }

        return await place.Task;
    }

    private void Leave(bool alone)
    {
        lock (gate)
        {
            if (alone) isTaken = false;
            else together--;
            Admit();
        }
    }

    private void Admit()
    {
        while (!isTaken && wantAlone.TryPeek(out var first))
        {
            if (together > 0 && !first.Task.IsCanceled) return;
            wantAlone.Dequeue();
            isTaken = first.TrySetResult(new Place(this, alone: true));
        }

        while (!isTaken && wantTogether.TryDequeue(out var next))
        {
            if (next.TrySetResult(new Place(this, alone: false))) together++;
        }
    }

    private sealed class Place(Solitude owner, bool alone) : IDisposable
    {
        public void Dispose() => owner.Leave(alone);
    }
}
