using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Inputs;

namespace Hub.Mappings.Reference;

/// <summary>A field of a record, with those inside it.</summary>
/// <param name="Path">How it is reached, for people: <c>customer.first_name</c>, <c>line_items[].sku</c>.</param>
/// <param name="Type">The type as messages write it.</param>
/// <param name="IsNullable">Whether it may be absent.</param>
/// <param name="Description">One sentence.</param>
/// <param name="KnownValues">The values known today, of an enumeration.</param>
/// <param name="Expression">An expression that reads it safely.</param>
internal sealed record ReferenceField(string Path, string Type, bool IsNullable, string Description, IReadOnlyList<string>? KnownValues, string Expression);

/// <summary>What the reference and the editors' schema are made from: the language's own tables, and what connectors offer.</summary>
/// <param name="environment">The connectors.</param>
internal sealed class ReferenceModel(MappingEnvironment environment)
{
    private const int DeepestField = 4;

    private readonly Compiling.Connections connections = new(environment.All);

    /// <summary>The connectors by name, each once.</summary>
    public IReadOnlyList<(string Name, IConnector Connector)> Connectors { get; } = [.. environment.All.DistinctBy(pair => pair.Connector.Name).Select(pair => (pair.Connector.Name, pair.Connector))];

    /// <summary>All event types.</summary>
    public IReadOnlyCollection<EventType> Events => connections.Events;

    /// <summary>All actions.</summary>
    public IReadOnlyCollection<IAction> Actions => connections.Actions;

    /// <summary>All queries.</summary>
    public IReadOnlyCollection<IQuery> Queries => connections.Queries;

    /// <summary>The objects that links may join, and <c>customer</c>.</summary>
    public IReadOnlyList<string> Objects => [.. connections.Objects, LinkDeclaration.CustomerEnd];

    /// <summary>The types of names, events, inputs and results.</summary>
    public MappingTypes Types { get; } = new(environment.Calendars);

    /// <summary>What people wrote.</summary>
    public Examples Examples { get; } = Examples.Read();

    /// <summary>The fields of an event type.</summary>
    public IReadOnlyList<ReferenceField> FieldsOf(EventType type) => FieldsOf(Types.Event([type]), "event", isNullable: false);

    /// <summary>The members of an input record.</summary>
    public IReadOnlyList<InputMember> MembersOf(Type input) => Types.Shapes.ConstructionOf(input).Members;

    /// <summary>Groups of members of an input, of each of which a file must name one.</summary>
    public IReadOnlyList<IReadOnlyList<InputMember>> AlternativesOf(Type input)
    {
        var construction = Types.Shapes.ConstructionOf(input);
        return [.. construction.Alternatives.Select(group => group.Select(index => construction.Members[index]).ToList())];
    }

    /// <summary>The fields of a record and of the records in it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="name">The name that expressions reach it by.</param>
    /// <param name="isNullable">Whether that name may be null.</param>
    public static IReadOnlyList<ReferenceField> FieldsOf(RecordType record, string name, bool isNullable)
    {
        var fields = new List<ReferenceField>();
        Add(fields, record, "", name, isNullable, [record]);
        return fields;
    }

    private static void Add(List<ReferenceField> fields, RecordType record, string path, string expression, bool isOptional, IReadOnlyList<CelType> within)
    {
        foreach (var field in record.Fields)
        {
            var optional = isOptional || field.Nullable;
            var reading = $"{expression}.{(optional ? "?" : "")}{field.Name}";
            fields.Add(new(path + field.Name, field.Type.ToString(), field.Nullable, field.Description, field.KnownValues, reading + (optional ? EndOf(field.Type) : "")));
            var (inner, suffix, index) = field.Type switch
            {
                RecordType nested => (nested, ".", ""),
                ListType { Element.Type: RecordType element } => (element, "[].", "[?0]"),
                _ => ((RecordType?)null, "", ""),
            };
            if (inner is null || within.Contains(inner) || within.Count >= DeepestField) continue;
            Add(fields, inner, path + field.Name + suffix, reading + index, optional || index.Length > 0, [.. within, inner]);
        }
    }

    private static string EndOf(CelType type) => type.Kind switch
    {
        ValueKind.String => ".orValue(\"\")",
        ValueKind.Bool => ".orValue(false)",
        ValueKind.Int => ".orValue(0)",
        ValueKind.Double => ".orValue(0.0)",
        ValueKind.List => ".orValue([])",
        _ => ".hasValue()",
    };
}
