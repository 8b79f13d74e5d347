using System.Text.Json;
using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>A stored value of a state variable.</summary>
/// <param name="Type">The type's name with which it was written.</param>
/// <param name="Value">The value as JSON.</param>
internal sealed record VarValue(string Type, string Value);

/// <summary>The state variables of one thread or customer as mappings see them (<c>vars</c>): those that are set and alive.</summary>
/// <param name="Values">The values by name.</param>
internal sealed record VarsView(IReadOnlyDictionary<string, VarValue> Values)
{
    /// <summary>None.</summary>
    public static VarsView None { get; } = new(new Dictionary<string, VarValue>());

    /// <summary>The value of a declared variable; null where it is absent, and where it was written with another type by earlier files.</summary>
    public Value Read(StateDeclaration declared)
    {
        if (!Values.TryGetValue(declared.Name, out var stored) || stored.Type != declared.TypeName) return Value.Null;
        using var json = JsonDocument.Parse(stored.Value);
        return ValueJson.Read(json.RootElement, declared.Type);
    }
}
