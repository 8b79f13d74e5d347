namespace Hub.Coordination;

/// <summary>A number of places for each key, so that no key takes them all.</summary>
/// <param name="each">Places of one key; at least 1.</param>
internal sealed class Places(int each)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>Takes a place.</summary>
    /// <returns>The place, which is free again when it is disposed, once; null when all are taken.</returns>
    public IDisposable? TryEnter(string key)
    {
        lock (gate)
        {
            var count = taken.GetValueOrDefault(key);
            if (count >= each) return null;
            taken[key] = count + 1;
            return new Place(this, key);
        }
    }

    private void Leave(string key)
    {
        lock (gate)
        {
            if (taken[key] == 1) taken.Remove(key);
            else taken[key]--;
        }
    }

    private sealed class Place(Places places, string key) : IDisposable
    {
        public void Dispose() => places.Leave(key);
    }
}
