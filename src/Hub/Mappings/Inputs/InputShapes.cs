using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings.Inputs;

/// <summary>The shapes of .NET input types, each made once. Not for two threads at once.</summary>
internal sealed class InputShapes(RecordType thread, RecordType customer)
{
    private readonly Dictionary<Type, InputShape> shapes = [];
    private readonly Dictionary<Type, RecordConstruction> constructions = [];

    /// <summary>How instances of an input record are made.</summary>
    public RecordConstruction ConstructionOf(Type type)
    {
        if (!constructions.TryGetValue(type, out var construction))
        {
            construction = new(type, this);
            constructions[type] = construction;
        }

        return construction;
    }

    /// <summary>What an input of that .NET type takes.</summary>
    public InputShape Of(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (!shapes.TryGetValue(type, out var shape))
        {
            shape = Make(type);
            shapes[type] = shape;
        }

        return shape;
    }

    private InputShape Make(Type type)
    {
        if (type == typeof(string)) return new TextShape();
        if (type == typeof(bool)) return new BoolShape();
        if (type == typeof(int) || type == typeof(long)) return new WholeNumberShape(type);
        if (type == typeof(double)) return new NumberShape();
        if (type == typeof(DateTimeOffset)) return new TimestampShape();
        if (type == typeof(TimeSpan)) return new DurationShape();
        if (type == typeof(JsonElement)) return new JsonShape();
        if (type.IsEnum) return new EnumShape(type);
        if (type == typeof(Recipient)) return new RecipientShape(thread, customer);
        if (type == typeof(CustomerRef)) return new CustomerShape(customer);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return ListShape.Of(type.GenericTypeArguments[0], Of(type.GenericTypeArguments[0]));
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return MapShape.Of(type.GenericTypeArguments[1], Of(type.GenericTypeArguments[1]));
        }

        return type.IsDefined(typeof(JsonConverterAttribute)) ? Either(type) : new RecordShape(() => ConstructionOf(type));
    }

    // A type that writes itself as a list or a map of JSON is taken as one, by its one property for each.
    private EitherShape Either(Type type)
    {
        var construction = ConstructionOf(type);
        var list = construction.Members.Select((member, index) => (member.Shape as ListShape, index)).SingleOrDefault(pair => pair.Item1 is not null);
        var map = construction.Members.Select((member, index) => (member.Shape as MapShape, index)).SingleOrDefault(pair => pair.Item1 is not null);
        return list.Item1 is not null && map.Item1 is not null
            ? new(list.Item1, list.index, map.Item1, map.index, construction)
            : throw new NotSupportedException($"The input type {type} has a converter of its own and is no list or map: mappings cannot give it.");
    }
}
