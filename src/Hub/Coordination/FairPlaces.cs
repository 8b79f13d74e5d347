namespace Hub.Coordination;

/// <summary>
/// Places that keys share: each may take as many as it leaves free, so that one alone has half of them, and several that never give theirs back still leave some. Who waits, waits in memory; the
/// oldest for whom there is room is next. A few places are kept for what is urgent.
/// </summary>
/// <param name="all">How many places there are.</param>
/// <param name="kept">How many of them only the urgent get.</param>
/// <param name="crowd">How many may wait for one key until it counts as crowded; at least 1.</param>
internal sealed class FairPlaces(int all, int kept, int crowd)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Room> rooms = new(StringComparer.Ordinal);
    private int taken;
    private int waiting;
    private long last;

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>The keys for which so many wait that no more should come.</summary>
    /// <param name="urgent">Of those that are urgent, or of the others.</param>
    public IReadOnlyList<string> Crowded(bool urgent)
    {
        lock (gate)
        {
            return [.. rooms.Where(room => room.Value.Of(urgent).Count >= crowd).Select(room => room.Key)];
        }
    }

    /// <summary>Takes a place if there is one, and nobody of its kind waits.</summary>
    /// <param name="key">Whose place.</param>
    /// <param name="urgent">Whether it is urgent.</param>
    /// <returns>The place, which is free again when it is disposed, once; null where there is none.</returns>
    public IDisposable? TryEnter(string key, bool urgent)
    {
        lock (gate)
        {
            if (!rooms.TryGetValue(key, out var room)) rooms[key] = room = new();
            return room.Of(urgent).Count == 0 && Fits(room, urgent) ? Take(key, room) : null;
        }
    }

    /// <summary>Takes a place, as soon as there is one.</summary>
    /// <param name="key">Whose place.</param>
    /// <param name="urgent">Whether it is urgent.</param>
    /// <param name="cancel">Gives the wait up.</param>
    /// <returns>The place, which is free again when it is disposed, once; null where the wait was given up.</returns>
    public async Task<IDisposable?> EnterAsync(string key, bool urgent, CancellationToken cancel)
    {
        var wanted = new TaskCompletionSource<IDisposable?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (TryEnter(key, urgent) is { } place) return place;
            rooms[key].Of(urgent).Enqueue(new(last++, wanted));
            waiting++;
        }

        await using var given = cancel.UnsafeRegister(static wait => ((TaskCompletionSource<IDisposable?>)wait!).TrySetResult(null), wanted);
        return await wanted.Task;
    }

    private bool Fits(Room room, bool urgent) => room.Taken < all - (urgent ? 0 : kept) - taken;

    private Place Take(string key, Room room)
    {
        room.Taken++;
        taken++;
        return new(this, key);
    }

    private void Leave(string key)
    {
        lock (gate)
        {
            rooms[key].Taken--;
            taken--;

            // One that is free is room for every key.
            while (waiting > 0 && NextToEnter() is (var next, var urgent))
            {
                var room = rooms[next];
                var wait = room.Of(urgent).Dequeue();
                waiting--;
                var place = Take(next, room);
                if (wait.Wanted.TrySetResult(place)) continue;
                room.Taken--;
                taken--;
            }

            if (rooms[key] is { Taken: 0, Count: 0 }) rooms.Remove(key);
        }
    }

    private (string Key, bool Urgent)? NextToEnter()
    {
        (string, bool)? next = null;
        var oldest = long.MaxValue;
        foreach (var (key, room) in rooms)
        {
            foreach (var urgent in (ReadOnlySpan<bool>)[true, false])
            {
                if (!room.Of(urgent).TryPeek(out var first) || first.Age >= oldest || !Fits(room, urgent)) continue;
                (next, oldest) = ((key, urgent), first.Age);
            }
        }

        return next;
    }

    private readonly record struct Wait(long Age, TaskCompletionSource<IDisposable?> Wanted);

    private sealed class Room
    {
        private readonly Queue<Wait> urgent = new();
        private readonly Queue<Wait> others = new();

        public int Taken { get; set; }

        public int Count => urgent.Count + others.Count;

        public Queue<Wait> Of(bool isUrgent) => isUrgent ? urgent : others;
    }

    private sealed class Place(FairPlaces places, string key) : IDisposable
    {
        public void Dispose() => places.Leave(key);
    }
}
