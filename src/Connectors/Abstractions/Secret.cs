namespace Hub.Connectors;

/// <summary>A configured secret: one value, or several while it is being rotated. Its text never shows in logs or errors.</summary>
/// <param name="values">The values, the current one first; at least one, none empty.</param>
public sealed class Secret(IReadOnlyList<string> values)
{
    /// <summary>All values that are accepted, the current one first.</summary>
    public IReadOnlyList<string> Values { get; } = values;

    /// <summary>The value to send.</summary>
    public string Current => Values[0];

    /// <summary>Three stars, whatever the value.</summary>
    public override string ToString() => "***";
}
