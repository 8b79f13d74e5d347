using System.Runtime.CompilerServices;

namespace Hub.Expressions;

/// <summary>What an expression is evaluated against: one value per slot of a <see cref="Scope"/>, and the budget. Not for two threads at once; may be cleared and used again.</summary>
internal sealed class Frame
{
    /// <summary>Steps that one evaluation may take, with everything lazy that it pulls in: one per node of a loop's body and pass, and per element compared or joined.</summary>
    public const int MostSteps = 100_000;

    /// <summary>The largest text, in characters, and the largest result, in characters of its JSON: 256 KiB.</summary>
    public const int LargestResult = 256 * 1024;

    internal const ValueKind Lazy = (ValueKind)byte.MaxValue;

    // All text and lists that one evaluation makes; far above what a result may be, far below what would hurt.
    internal const long MostMemory = 16 * 1024 * 1024;

    private static readonly Value Unfinished = Value.Error("The value refers to itself; remove the circle of let names.");

    private static readonly Value TooDeep = Value.Error("The let names depend on each other too deeply.");

    private Value[] slots;
    private Value[] locals = [];
    private int localsBase;
    private int localsTop;
    private int depth;
    private long steps = MostSteps;
    private long memory;

    /// <summary>A frame for expressions of that scope, or of any that it extends. All variables are null.</summary>
    public Frame(Scope scope) => slots = new Value[scope.SlotCount];

    /// <summary>The value of a slot, as <see cref="Variable.Slot"/> names it; a lazy one is evaluated.</summary>
    public Value this[int slot]
    {
        get
        {
            if ((uint)slot >= (uint)slots.Length) return Value.Null;
            ref readonly var value = ref slots[slot];
            return value.Kind == Lazy ? Force(slot, value) : value;
        }

        set
        {
            Reserve(slot);
            slots[slot] = value;
        }
    }

    /// <summary>The steps that the last evaluation took; more than <see cref="MostSteps"/> by the one that it was refused at.</summary>
    internal long Spent => MostSteps - steps;

    internal bool IsExhausted => steps < 0 || memory < 0;

    /// <summary>Gives a slot a value that is evaluated when it is first read, at most once.</summary>
    public void SetLazy(int slot, Func<Frame, Value> evaluate)
    {
        Reserve(slot);
        slots[slot] = new(Lazy, evaluate);
    }

    /// <summary>Makes all variables null, for the next use.</summary>
    public void Clear()
    {
        Array.Clear(slots);
        Array.Clear(locals);
    }

    /// <summary>Takes steps from the budget; false when it is spent, and the evaluation should end: its result will be an error whatever is returned.</summary>
    public bool Spend(long count)
    {
        steps -= count;
        return steps >= 0;
    }

    /// <summary>Takes memory, in octets, from the budget; false when it is spent, and nothing must be allocated.</summary>
    internal bool Allocate(long octets)
    {
        memory -= octets;
        return memory >= 0;
    }

    /// <summary>Takes the memory of a text or of octets that were made or copied to be read; their parts take their own.</summary>
    internal Value Charged(in Value value)
    {
        if (value.Kind == ValueKind.String) memory -= value.AsString.Length * 2L;
        else if (value.Kind == ValueKind.Bytes) memory -= value.AsBytes.Length;
        return value;
    }

    internal Value Local(int index) => locals[localsBase + index];

    internal void SetLocal(int index, in Value value) => locals[localsBase + index] = value;

    /// <summary>Begins an expression, perhaps inside another that reads a lazy slot; returns what <see cref="Leave"/> takes.</summary>
    internal Entry Enter(int localCount)
    {
        var isOutermost = depth++ == 0;
        if (isOutermost)
        {
            steps = MostSteps;
            memory = MostMemory;
            localsTop = 0;
        }

        var before = localsBase;
        localsBase = localsTop;
        localsTop += localCount;
        if (localsTop > locals.Length) Array.Resize(ref locals, Math.Max(localsTop, 8));
        return new(before, isOutermost);
    }

    internal void Leave(Entry before)
    {
        depth--;
        localsTop = localsBase;
        localsBase = before.LocalsBase;
    }

    private void Reserve(int slot)
    {
        if (slot >= slots.Length) Array.Resize(ref slots, Math.Max(slot + 1, slots.Length * 2));
    }

    private Value Force(int slot, in Value lazy)
    {
        var evaluate = (Func<Frame, Value>)lazy.Reference!;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return TooDeep;
        Store(slot, Unfinished);
        var value = evaluate(this);
        Store(slot, value);
        return value;
    }

    private void Store(int slot, in Value value) => slots[slot] = value;

    internal readonly record struct Entry(int LocalsBase, bool IsOutermost);
}
