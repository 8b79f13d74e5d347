namespace Hub.Connectors;

/// <summary>Some properties of an input record of which at least one must be given. A mapping that names none of them is refused when it is loaded; what is null at run time the action refuses itself.</summary>
/// <param name="properties">The properties' .NET names.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class NeedsOneOfAttribute(params string[] properties) : Attribute
{
    /// <summary>The properties' .NET names, the usual one first.</summary>
    public IReadOnlyList<string> Properties { get; } = properties;
}
