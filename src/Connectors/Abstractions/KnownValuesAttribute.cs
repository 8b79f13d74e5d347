namespace Hub.Connectors;

/// <summary>The values that a text property is known to take, lower case. Another literal in a mapping is a warning, another value at run time is data.</summary>
/// <param name="values">The known values.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KnownValuesAttribute(params string[] values) : Attribute
{
    /// <summary>The known values, lower case.</summary>
    public IReadOnlyList<string> Values { get; } = values;
}
