using Hub.Expressions;

namespace Hub.Mappings.Inputs;

/// <summary>A list.</summary>
internal abstract class ListShape(InputShape element) : InputShape
{
    public InputShape Element => element;

    public override string Wants => $"a list, each element {element.Wants}";

    public static ListShape Of(Type elementType, InputShape element) =>
        (ListShape)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(elementType), element)!;

    /// <summary>The list of those elements.</summary>
    public abstract object Build(IReadOnlyList<object?> values);

    public override bool Accepts(CelType type) => type is ListType { Element.Nullable: false } list && list.Kinds.All(kind => kind.IsDyn || element.Accepts(kind));

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = null;
        // One value for a list means a list of one.
        if (value.Kind != ValueKind.List)
        {
            if (!element.TryConvert(value, out var only)) return false;
            converted = Build([only]);
            return true;
        }

        var list = value.AsList;
        var values = new object?[list.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var item = list[i];
            if (item.IsNull || !element.TryConvert(item, out values[i])) return false;
        }

        converted = Build(values);
        return true;
    }

    private sealed class Typed<T>(InputShape element) : ListShape(element)
    {
        public override object Build(IReadOnlyList<object?> values)
        {
            var list = new T[values.Count];
            for (var i = 0; i < list.Length; i++) list[i] = (T)values[i]!;
            return list;
        }
    }
}

/// <summary>A map from names.</summary>
internal abstract class MapShape(InputShape element) : InputShape
{
    public InputShape Element => element;

    public override string Wants => $"a map, each value {element.Wants}";

    public static MapShape Of(Type elementType, InputShape element) =>
        (MapShape)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(elementType), element)!;

    /// <summary>The map of those entries.</summary>
    public abstract object Build(IReadOnlyList<string> keys, IReadOnlyList<object?> values);

    public override bool Accepts(CelType type) => type is MapType { Key.Kind: ValueKind.String } map && (map.Element.Type.IsDyn || element.Accepts(map.Element.Type));

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = null;
        if (value.Kind != ValueKind.Map) return false;
        var map = value.AsMap;
        var keys = new string[map.Count];
        var values = new object?[map.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var item = map.ValueAt(i);
            if (ScalarText.Of(map.Keys[i]) is not { } key || (item.IsNull && element is not JsonShape) || !element.TryConvert(item, out values[i])) return false;
            keys[i] = key;
        }

        converted = Build(keys, values);
        return true;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = null;
        return false;
    }

    private sealed class Typed<T>(InputShape element) : MapShape(element)
    {
        public override object Build(IReadOnlyList<string> keys, IReadOnlyList<object?> values)
        {
            var map = new Dictionary<string, T>(keys.Count, StringComparer.Ordinal);
            for (var i = 0; i < keys.Count; i++) map[keys[i]] = (T)values[i]!;
            return map;
        }
    }
}

/// <summary>A list or a map: a record with one property for each, of which one is set.</summary>
internal sealed class EitherShape(ListShape list, int listIndex, MapShape map, int mapIndex, RecordConstruction construction) : InputShape
{
    public ListShape List => list;

    public MapShape Map => map;

    public override string Wants => $"{list.Wants}, or {map.Wants}";

    public override bool Accepts(CelType type) => list.Accepts(type) || map.Accepts(type);

    public override bool TryConvert(in Value value, out object? converted)
    {
        var isMap = value.Kind == ValueKind.Map;
        var isRight = isMap ? map.TryConvert(value, out var part) : list.TryConvert(value, out part);
        converted = isRight ? Wrap(part!, isMap) : null;
        return isRight;
    }

    /// <summary>The record that holds that list or map.</summary>
    public object Wrap(object part, bool isMap)
    {
        var values = construction.Defaults();
        values[isMap ? mapIndex : listIndex] = part;
        return construction.Build(values);
    }
}

/// <summary>A nested record.</summary>
internal sealed class RecordShape(Func<RecordConstruction> construction) : InputShape
{
    /// <summary>How it is made.</summary>
    public RecordConstruction Construction => construction();

    public override string Wants => "a map with " + string.Join(", ", Construction.Members.Select(member => member.Name));

    public override bool Accepts(CelType type) => false;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = null;
        if (value.Kind != ValueKind.Map) return false;
        var made = Construction;
        var values = made.Defaults();
        for (var i = 0; i < values.Length; i++)
        {
            var member = made.Members[i];
            var isThere = value.AsMap.TryGet(member.Name, out var given) && !given.IsNull;
            if (isThere ? !member.Shape.TryConvert(given, out values[i]) : member.IsRequired) return false;
        }

        converted = made.Build(values);
        return true;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = null;
        return false;
    }
}
