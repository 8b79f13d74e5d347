namespace Hub.Connectors;

/// <summary>The texts of a map may be empty: the vendor gets an empty one as it is, and empties what is named so. Elsewhere an empty text counts as nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MayBeEmptyAttribute : Attribute;
