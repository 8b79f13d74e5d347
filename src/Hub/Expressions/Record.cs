namespace Hub.Expressions;

/// <summary>One field of a <see cref="RecordType"/>.</summary>
/// <param name="Name">The name as expressions write it, lower_snake_case.</param>
/// <param name="Type">The type.</param>
/// <param name="Nullable">Whether the field may be null, that is: absent.</param>
/// <param name="Description">One sentence for the reference.</param>
/// <param name="Read">Reads the field of an object of the record's .NET type.</param>
internal sealed record RecordField(string Name, CelType Type, bool Nullable, string Description, Func<object, Value> Read)
{
    /// <summary>For an enum, which is a string: the values known today. An unknown literal is a warning; an unknown value at run time is data.</summary>
    public IReadOnlyList<string>? KnownValues { get; init; }

    /// <summary>For a text that is written by a standard: what is said of a literal that it can never equal, by the field's source and the literal; null where it may. Where it is not known, null.</summary>
    public Func<string, string, string?>? Doubt { get; init; }

    /// <summary>For a number kept as text, so that no digit is lost: the field beside it that can be compared and reckoned with; else null.</summary>
    public CountedBy? Counted { get; init; }

    /// <summary>For a field that is a record: reads the object behind it, or null. Where it is not known, the field is read by <see cref="Read"/> alone.</summary>
    internal Func<object, object?>? ReadPart { get; init; }

    /// <summary>The place in <see cref="RecordType.Fields"/>.</summary>
    public int Index { get; internal init; }
}

/// <summary>The whole number beside a number that is kept as text.</summary>
/// <param name="Field">Its field.</param>
/// <param name="Units">How many of its units are usually one of the text's.</param>
/// <param name="Unit">What it counts, for messages.</param>
internal sealed record CountedBy(string Field, int Units, string Unit);

/// <summary>A declared record. Its fields may be given after construction, so that types can refer to each other.</summary>
internal sealed class RecordType : CelType
{
    private Dictionary<string, RecordField> byName = [];

    /// <summary>A record without fields yet; see <see cref="Define"/>.</summary>
    /// <param name="name">The name shown in messages.</param>
    public RecordType(string name)
        : base(name, ValueKind.Record)
    {
    }

    /// <summary>A record.</summary>
    /// <param name="name">The name shown in messages.</param>
    /// <param name="fields">The fields in their order.</param>
    public RecordType(string name, IEnumerable<RecordField> fields)
        : this(name) => Define(fields);

    /// <summary>The fields in their order.</summary>
    public IReadOnlyList<RecordField> Fields { get; private set; } = [];

    /// <summary>Gives the record its fields, once, before any expression is compiled against it.</summary>
    public void Define(IEnumerable<RecordField> fields)
    {
        if (Fields.Count > 0) throw new InvalidOperationException($"The record {Name} has its fields already.");
        var list = fields.Select((field, index) => field with { Index = index }).ToArray();
        byName = list.ToDictionary(field => field.Name, StringComparer.Ordinal);
        Fields = list;
    }

    /// <summary>The field of that name, or null.</summary>
    public RecordField? Find(string name) => byName.GetValueOrDefault(name);
}

/// <summary>An object of a declared record type.</summary>
internal abstract class RecordValue
{
    private protected RecordValue(RecordType type) => Type = type;

    /// <summary>The record's type.</summary>
    public RecordType Type { get; }

    /// <summary>The value of a field of <see cref="Type"/>; null where it is absent.</summary>
    public abstract Value Get(RecordField field);

    /// <summary>The .NET object behind the record, or null for one that was read back from storage.</summary>
    public abstract object? Instance { get; }
}

internal sealed class ObjectRecord(RecordType type, object instance) : RecordValue(type)
{
    public override object Instance => instance;

    public override Value Get(RecordField field) => field.Read(instance);
}

internal sealed class StoredRecord(RecordType type, Value[] values) : RecordValue(type)
{
    public override object? Instance => null;

    public override Value Get(RecordField field) => values[field.Index];
}
