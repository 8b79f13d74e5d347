namespace CrashMatrix;

/// <summary>What became of the effects that one round asked for.</summary>
internal sealed class Effects
{
    private readonly List<string> broken = [];

    /// <summary>How many the vendors should hold.</summary>
    public int Expected { get; private set; }

    /// <summary>How many they hold.</summary>
    public int Held { get; private set; }

    /// <summary>Of how many nobody knows: a command says so.</summary>
    public int Unknown { get; private set; }

    /// <summary>How many no vendor holds, although no command says that nobody knows.</summary>
    public int Lost { get; private set; }

    /// <summary>How many a vendor holds more than once, or holds and should not.</summary>
    public int Doubled { get; private set; }

    /// <summary>Whether order within each line was kept.</summary>
    public bool IsOrderKept { get; private set; } = true;

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>An effect that can be repeated or looked for: exactly once.</summary>
    public void Exactly(string what, int held) => Blind(what, held, 0);

    /// <summary>An effect that cannot: once, or zero or one with a command that says that nobody knows.</summary>
    public void Blind(string what, int held, int unknown)
    {
        Expected++;
        if (held > 0) Held++;
        else if (unknown > 0) Unknown++;
        else Lose($"{what}: lost");
        if (held > 1) Double($"{what}: {held} times");
        if (unknown > 1) Double($"{what}: {unknown} commands do not know of it");
    }

    /// <summary>An effect that must not be.</summary>
    public void Never(string what, int held)
    {
        if (held > 0) Double($"{what}: {held} times, and should not be");
    }

    /// <summary>An effect that may come or not: once at most.</summary>
    public void AtMostOnce(string what, int held)
    {
        if (held > 1) Double($"{what}: {held} times");
    }

    /// <summary>What lies in a line, in the order in which it came in, and the places at which it came out.</summary>
    public void Order(string what, IReadOnlyList<int> places)
    {
        if (places.SequenceEqual(places.Order())) return;
        IsOrderKept = false;
        broken.Add($"{what}: out of order");
    }

    /// <summary>Anything else that is wrong.</summary>
    public void Break(string sentence) => broken.Add(sentence);

    private void Lose(string sentence)
    {
        Lost++;
        broken.Add(sentence);
    }

    private void Double(string sentence)
    {
        Doubled++;
        broken.Add(sentence);
    }
}
