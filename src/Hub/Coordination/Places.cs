namespace Hub.Coordination;

/// <summary>A number of places for each key, so that no key takes them all. Who finds none waits in memory; the oldest is next.</summary>
/// <param name="each">Places of one key; at least 1.</param>
/// <param name="crowd">How many may wait for one key until it counts as crowded; at least 1.</param>
internal sealed class Places(int each, int crowd)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Room> rooms = new(StringComparer.Ordinal);
    private int waiting;

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>The keys for which so many wait that no more should come.</summary>
    public IReadOnlyList<string> Crowded
    {
        get
        {
            lock (gate)
            {
                return [.. rooms.Where(room => room.Value.Queue.Count >= crowd).Select(room => room.Key)];
            }
        }
    }

    /// <summary>Takes a place if there is one.</summary>
    /// <param name="key">Whose place.</param>
    /// <param name="place">The place, which is free again when it is disposed, once; else null.</param>
    public bool TryEnter(string key, out IDisposable? place)
    {
        lock (gate)
        {
            place = null;
            if (!rooms.TryGetValue(key, out var room)) rooms[key] = room = new();
            if (room.Taken >= each) return false;
            room.Taken++;
            place = new Place(this, key);
            return true;
        }
    }

    /// <summary>Takes a place, as soon as there is one.</summary>
    /// <param name="key">Whose place.</param>
    /// <param name="age">Who has the least is next.</param>
    /// <param name="cancel">Gives the wait up.</param>
    /// <returns>The place, which is free again when it is disposed, once; null where the wait was given up.</returns>
    public async Task<IDisposable?> EnterAsync(string key, long age, CancellationToken cancel)
    {
        var wanted = new TaskCompletionSource<IDisposable?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (TryEnter(key, out var place)) return place;
            rooms[key].Queue.Enqueue(wanted, age);
            waiting++;
        }

        await using var given = cancel.UnsafeRegister(static wait => ((TaskCompletionSource<IDisposable?>)wait!).TrySetResult(null), wanted);
        return await wanted.Task;
    }

    private void Leave(string key)
    {
        lock (gate)
        {
            var room = rooms[key];
            while (room.Queue.TryDequeue(out var next, out _))
            {
                waiting--;
                if (next.TrySetResult(new Place(this, key))) return;
            }

            if (--room.Taken == 0) rooms.Remove(key);
        }
    }

    private sealed class Room
    {
        public int Taken { get; set; }

        public PriorityQueue<TaskCompletionSource<IDisposable?>, long> Queue { get; } = new();
    }

    private sealed class Place(Places places, string key) : IDisposable
    {
        public void Dispose() => places.Leave(key);
    }
}
