using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>Whose a state variable is.</summary>
internal enum StateOwner
{
    /// <summary>Each customer has their own.</summary>
    Customer,

    /// <summary>Each thread has its own.</summary>
    Thread,
}

/// <summary>A declared state variable: a typed value of a thread or customer that is forgotten after a time.</summary>
/// <param name="Name">The name, unique in the folder.</param>
/// <param name="Of">Whose it is.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="For">How long a value lives after it was written.</param>
internal sealed record StateDeclaration(string Name, StateOwner Of, CelType Type, TimeSpan For)
{
    /// <summary>The types that a variable may have, by the name that files write.</summary>
    public static IReadOnlyDictionary<string, CelType> Types { get; } = new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["string"] = CelType.String,
        ["bool"] = CelType.Bool,
        ["int"] = CelType.Int,
        ["double"] = CelType.Double,
        ["timestamp"] = CelType.Timestamp,
        ["duration"] = CelType.Duration,
    };

    /// <summary>The type's name as files write it; it is stored with each value.</summary>
    public string TypeName => Types.First(pair => ReferenceEquals(pair.Value, Type)).Key;
}

/// <summary>A state variable that a route writes.</summary>
/// <param name="Variable">Which.</param>
/// <param name="OwnerId">The hub's id of the thread or customer.</param>
/// <param name="Value">The value as JSON; null forgets the variable.</param>
internal sealed record SetDraft(StateDeclaration Variable, string OwnerId, string? Value);
