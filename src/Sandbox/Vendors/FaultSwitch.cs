namespace Sandbox.Vendors;

/// <summary>The faults of one vendor that are switched on.</summary>
/// <param name="dice">The chance of faults with a rate.</param>
internal sealed class FaultSwitch(Dice dice)
{
    private readonly Lock gate = new();
    private readonly List<Fault> on = [];

    /// <summary>What is switched on.</summary>
    public IReadOnlyList<Fault> On
    {
        get
        {
            lock (gate) return [.. on];
        }
    }

    /// <summary>Switches a fault on, in the place of one of its kind.</summary>
    public void Set(Fault fault)
    {
        lock (gate)
        {
            on.RemoveAll(f => f.Kind == fault.Kind);
            on.Add(fault);
        }
    }

    /// <summary>Switches all off.</summary>
    public void Clear()
    {
        lock (gate) on.Clear();
    }

    /// <summary>Whether it happens now; a fault with a count is used up by that.</summary>
    public Fault? Hit(FaultKind kind)
    {
        lock (gate)
        {
            var index = on.FindIndex(f => f.Kind == kind);
            if (index < 0) return null;
            var fault = on[index];
            if (fault.Rate is { } rate && !dice.Falls(rate)) return null;
            if (fault.Count is { } count)
            {
                if (count <= 1) on.RemoveAt(index);
                else on[index] = fault with { Count = count - 1 };
            }

            return fault;
        }
    }
}
