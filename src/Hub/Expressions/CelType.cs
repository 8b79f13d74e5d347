namespace Hub.Expressions;

/// <summary>A static type. Whether null is possible is a property of the use (<see cref="TypeUse"/>), not of the type.</summary>
internal abstract class CelType
{
    private protected CelType(string name, ValueKind? kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>Not known before evaluation; nothing is checked.</summary>
    public static CelType Dyn { get; } = new SimpleType("dyn", null);

    /// <summary>The type of the literal null.</summary>
    public static CelType Null { get; } = new SimpleType("null_type", ValueKind.Null);

    /// <summary>True or false.</summary>
    public static CelType Bool { get; } = new SimpleType("bool", ValueKind.Bool);

    /// <summary>A signed integer of 64 bits.</summary>
    public static CelType Int { get; } = new SimpleType("int", ValueKind.Int);

    /// <summary>An unsigned integer of 64 bits.</summary>
    public static CelType Uint { get; } = new SimpleType("uint", ValueKind.Uint);

    /// <summary>A floating point number of 64 bits.</summary>
    public static CelType Double { get; } = new SimpleType("double", ValueKind.Double);

    /// <summary>Text.</summary>
    public static CelType String { get; } = new SimpleType("string", ValueKind.String);

    /// <summary>Octets.</summary>
    public static CelType Bytes { get; } = new SimpleType("bytes", ValueKind.Bytes);

    /// <summary>A moment.</summary>
    public static CelType Timestamp { get; } = new SimpleType("google.protobuf.Timestamp", ValueKind.Timestamp, "timestamp");

    /// <summary>A span of time.</summary>
    public static CelType Duration { get; } = new SimpleType("google.protobuf.Duration", ValueKind.Duration, "duration");

    /// <summary>A type as a value.</summary>
    public static CelType Type { get; } = new SimpleType("type", ValueKind.Type);

    /// <summary>The language's name of the type, as <c>type(x)</c> shows it.</summary>
    public string Name { get; }

    /// <summary>The kind of its values; null for <see cref="Dyn"/>.</summary>
    public ValueKind? Kind { get; }

    internal bool IsDyn => Kind is null;

    internal bool IsNumber => Kind is ValueKind.Int or ValueKind.Uint or ValueKind.Double;

    /// <summary>A list whose elements have that type.</summary>
    public static CelType ListOf(CelType element, bool nullable = false) => new ListType(new(element, nullable));

    /// <summary>A map with keys and values of those types.</summary>
    public static CelType MapOf(CelType key, CelType value, bool nullable = false) => new MapType(key, new(value, nullable));

    /// <summary>A value of that type which may be absent.</summary>
    public static CelType OptionalOf(CelType type) => new OptionalType(type);

    /// <summary>Whether the two are the same type; records by identity.</summary>
    public static bool Same(CelType left, CelType right) => (left, right) switch
    {
        (ListType a, ListType b) => a.Element.Nullable == b.Element.Nullable && Same(a.Element.Type, b.Element.Type),
        (MapType a, MapType b) => a.Element.Nullable == b.Element.Nullable && Same(a.Key, b.Key) && Same(a.Element.Type, b.Element.Type),
        (OptionalType a, OptionalType b) => Same(a.Inner, b.Inner),
        _ => ReferenceEquals(left, right),
    };

    /// <summary>Whether a value of type <paramref name="from"/> may stand where <paramref name="to"/> is asked for; dyn fits everywhere and is looked at when it is evaluated.</summary>
    public static bool Fits(CelType from, CelType to) => from.IsDyn || to.IsDyn || (from, to) switch
    {
        (ListType a, ListType b) => (b.Element.Nullable || !a.Element.Nullable) && a.Kinds.All(kind => Fits(kind, b.Element.Type)),
        (MapType a, MapType b) => (b.Element.Nullable || !a.Element.Nullable) && Fits(a.Key, b.Key) && Fits(a.Element.Type, b.Element.Type),
        (OptionalType a, OptionalType b) => Fits(a.Inner, b.Inner),
        _ => ReferenceEquals(from, to),
    };

    /// <summary>The type as messages write it.</summary>
    public override string ToString() => Name;

    private sealed class SimpleType(string name, ValueKind? kind, string? shown = null) : CelType(name, kind)
    {
        public override string ToString() => shown ?? Name;
    }
}

/// <summary>A type, and whether null is possible where it is used.</summary>
/// <param name="Type">The type.</param>
/// <param name="Nullable">Whether the value may be null.</param>
internal readonly record struct TypeUse(CelType Type, bool Nullable)
{
    /// <summary>Dynamic data, of which nothing is known.</summary>
    public static TypeUse Dyn => new(CelType.Dyn, Nullable: false);

    /// <summary>The use as messages write it: <c>string</c>, <c>string or null</c>.</summary>
    public override string ToString() => Nullable ? $"{Type} or null" : Type.ToString();
}

/// <summary>A list.</summary>
internal sealed class ListType : CelType
{
    internal ListType(TypeUse element, IReadOnlyList<CelType>? kinds = null)
        : base("list", ValueKind.List) => (Element, Kinds) = (element, kinds ?? [element.Type]);

    /// <summary>What its elements are.</summary>
    public TypeUse Element { get; }

    /// <inheritdoc/>
    public override string ToString() => Kinds.Count == 1 ? $"list({Element})" : $"list({string.Join(" or ", Kinds.Select(kind => kind.ToString()).Distinct(StringComparer.Ordinal))}{(Element.Nullable ? " or null" : "")})";

    /// <summary>The types of its elements where they are of several; else the one.</summary>
    public IReadOnlyList<CelType> Kinds { get; }
}

/// <summary>A map.</summary>
internal sealed class MapType : CelType
{
    internal MapType(CelType key, TypeUse element)
        : base("map", ValueKind.Map)
    {
        Key = key;
        Element = element;
    }

    /// <summary>What its keys are.</summary>
    public CelType Key { get; }

    /// <summary>What its values are.</summary>
    public TypeUse Element { get; }

    /// <inheritdoc/>
    public override string ToString() => $"map({Key}, {Element})";
}

/// <summary>A value that may be absent.</summary>
internal sealed class OptionalType : CelType
{
    internal OptionalType(CelType inner)
        : base("optional_type", ValueKind.Optional) => Inner = inner;

    /// <summary>What it holds where it holds something; never null.</summary>
    public CelType Inner { get; }

    /// <inheritdoc/>
    public override string ToString() => $"optional({Inner})";
}
