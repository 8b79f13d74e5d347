using System.Text.Json.Nodes;

namespace Sandbox.Shopify;

/// <summary>An object of the schema: its type and how its fields are read. A field gives a scalar (<see cref="JsonNode"/>), an object, a list of objects, or null.</summary>
/// <param name="type">The type's name.</param>
internal sealed class GraphQlObject(string type)
{
    private readonly Dictionary<string, Func<IReadOnlyDictionary<string, JsonNode?>, object?>> fields = [];

    public string Type { get; } = type;

    /// <summary>Adds a field.</summary>
    public Func<IReadOnlyDictionary<string, JsonNode?>, object?> this[string name]
    {
        set => fields[name] = value;
    }

    /// <summary>Adds a field that takes no argument.</summary>
    public GraphQlObject With(string name, Func<object?> read)
    {
        fields[name] = _ => read();
        return this;
    }

    /// <summary>The reader of a field, or null where the type has no such field.</summary>
    public Func<IReadOnlyDictionary<string, JsonNode?>, object?>? Field(string name) => name == "__typename" ? _ => (JsonNode)Type : fields.GetValueOrDefault(name);
}

/// <summary>A field that the schema does not have was asked for.</summary>
/// <param name="field">The field.</param>
/// <param name="type">The type that was asked.</param>
internal sealed class UndefinedFieldException(string field, string type) : Exception($"Field '{field}' doesn't exist on type '{type}'")
{
    /// <summary>The field.</summary>
    public string Field { get; } = field;

    /// <summary>The type that was asked.</summary>
    public string Type { get; } = type;
}

/// <summary>Carries out a document.</summary>
/// <param name="document">The document.</param>
internal sealed class GraphQlExecution(GraphQlDocument document)
{
    /// <summary>The cost by the vendor's rule: an object 1, a mutation 10, a connection its size times what is asked of each; scalars nothing.</summary>
    public int Cost => (document.IsMutation ? 10 : 0) + document.Selections.Sum(CostOf);

    /// <summary>The <c>data</c> of the answer.</summary>
    public JsonObject Run(GraphQlObject root) => Read(root, document.Selections);

    private int CostOf(Selection selection) => selection switch
    {
        Selection.Inline inline => inline.Selections.Sum(CostOf),
        Selection.Spread spread => document.Fragments[spread.Name].Selections.Sum(CostOf),
        Selection.Field { Selections.Count: 0 } => 0,
        Selection.Field field => Size(field) is { } size ? 2 + (size * Math.Max(1, field.Selections.Sum(CostOf))) : 1 + field.Selections.Sum(CostOf),
        _ => 0,
    };

    private static int? Size(Selection.Field field) => (int?)(field.Arguments.GetValueOrDefault("first") ?? field.Arguments.GetValueOrDefault("last"));

    private JsonObject Read(GraphQlObject source, IReadOnlyList<Selection> selections)
    {
        JsonObject result = [];
        Add(result, source, selections);
        return result;
    }

    private void Add(JsonObject result, GraphQlObject source, IReadOnlyList<Selection> selections)
    {
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case Selection.Inline inline when inline.Type is null || inline.Type == source.Type:
                    Add(result, source, inline.Selections);
                    break;
                case Selection.Spread spread when document.Fragments[spread.Name] is { } fragment && fragment.Type == source.Type:
                    Add(result, source, fragment.Selections);
                    break;
                case Selection.Field field:
                    var read = source.Field(field.Name) ?? throw new UndefinedFieldException(field.Name, source.Type);
                    result[field.Key] = Value(read(field.Arguments), field.Selections);
                    break;
            }
        }
    }

    private JsonNode? Value(object? value, IReadOnlyList<Selection> selections) => value switch
    {
        null => null,
        GraphQlObject one => Read(one, selections),
        IEnumerable<GraphQlObject> many => new JsonArray([.. many.Select(o => (JsonNode)Read(o, selections))]),
        JsonNode scalar => scalar.DeepClone(),
        _ => throw new InvalidOperationException($"A field gave {value.GetType().Name}."),
    };
}
