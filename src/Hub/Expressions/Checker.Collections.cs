namespace Hub.Expressions;

internal sealed partial class Checker
{
    private Bound Index(Syntax.Index index)
    {
        var operand = Bind(index.Operand);
        var key = Bind(index.Key);
        if (isDynamic) return new Bound.Index(operand, key, index.IsOptional, index, TypeUse.Dyn);
        if (operand is Bound.Failure || key is Bound.Failure) return operand is Bound.Failure ? operand : key;
        if (Required(key, "An index") is { } failure) return failure;
        var container = operand.Type is OptionalType optional ? optional.Inner : operand.Type;
        var isOptional = index.IsOptional || operand.Type is OptionalType;
        if (!isOptional && operand.Use.Nullable) return Error(index, $"{Quote(operand.At)} may be null. {GuardAdvice(operand)}");
        var element = container switch
        {
            ListType when !CelType.Fits(key.Type, CelType.Int) => Error<TypeUse>(index.Key, $"The index of a list is an int; {Quote(index.Key)} is {Article(key.Type.ToString())}. Write {Quote(operand.At)}[?0] for the first."),
            ListType when !isOptional && key is Bound.Constant { Value: { Kind: ValueKind.Int, AsInt: < 0 } } =>
                Error<TypeUse>(index.Key, $"No index is below 0. Write {Quote(operand.At)}[?0] for the first, {Quote(operand.At)}[?size({Quote(operand.At)}) - 1] for the last."),
            ListType when !isOptional && CountOf(operand) is { } count && key is Bound.Constant { Value.Kind: ValueKind.Int } && !IsInside(operand, key) =>
                Error<TypeUse>(index, count == 0 ? $"{Quote(operand.At)} is empty. Write {Quote(operand.At)}[?{Quote(key.At)}] for what may be absent." : $"{Quote(operand.At)} has {(count == 1 ? "one element" : $"{count} elements")}, and the first is 0. Write {Quote(operand.At)}[{count - 1}] for the last."),
            ListType list => isOptional || IsInside(operand, key)
                ? list.Element
                : Error<TypeUse>(index, $"{Quote(operand.At)} may have no element {Quote(key.At)}; write {Quote(operand.At)}[?{Quote(key.At)}]{(operand.Path is null ? "" : $", or guard it with size({Quote(operand.At)}) > {Quote(key.At)} &&")}."),
            MapType map => CelType.Fits(key.Type, map.Key) || (key.Type.IsNumber && map.Key.IsNumber)
                ? map.Element
                : Error<TypeUse>(index.Key, $"The keys of {Quote(operand.At)} are {map.Key}; {Quote(index.Key)} is {Article(key.Type.ToString())}.{Converted(key, map.Key)}"),
            { IsDyn: true } => TypeUse.Dyn,
            RecordType => Error<TypeUse>(index, $"{Quote(operand.At)} is {Article(container.ToString())}; write its field after a point, as {Quote(operand.At)}.{(key is Bound.Constant { Value: { Kind: ValueKind.String } named } ? named.AsString : "name")}."),
            _ => Error<TypeUse>(index, $"{Quote(operand.At)} is {Article(container.ToString())}, which has no elements.{(container.Kind == ValueKind.String && key is Bound.Constant { Value.Kind: ValueKind.Int } place ? $" Write {Quote(operand.At)}.charAt({Quote(place.At)})." : "")}"),
        };
        if (element is not { } use) return new Bound.Failure("", index);
        if (isOptional)
        {
            return new Bound.Index(operand, key, IsOptional: true, index, Typed(CelType.OptionalOf(use.Type))) { DropsNull = use.Nullable };
        }

        var path = operand.Path is null ? null : key is Bound.Constant ? $"{operand.Path}[{Quote(key.At)}]" : key.Path is null ? null : $"{operand.Path}[{key.Path}]";
        return Narrow(new Bound.Index(operand, key, IsOptional: false, index, use) { Path = path });
    }

    private bool IsInside(Bound operand, Bound key)
    {
        if (key is not Bound.Constant { Value.Kind: ValueKind.Int } constant)
        {
            return key.Type.IsDyn || (operand.Path is not null && key.Path is not null && known.IsInside(operand.Path, key.Path));
        }

        var place = constant.Value.AsInt;
        return place >= 0 && place < Math.Max(CountOf(operand) ?? 0, operand.Path is null ? 0 : known.SmallestSize(operand.Path));
    }

    // How many elements a list that is written out has.
    private static long? CountOf(Bound list) => list switch
    {
        Bound.List written when !written.IsOptional.Contains(value: true) => written.Elements.Length,
        Bound.Slot { Variable.Constant: { Kind: ValueKind.List } constant } => constant.AsList.Count,
        _ => null,
    };

    private T? Error<T>(Syntax at, string message)
        where T : struct
    {
        Error(at, message);
        return null;
    }

    private Bound List(Syntax.List list)
    {
        var elements = new Bound[list.Elements.Count];
        var optional = new bool[elements.Length];
        TypeUse? element = null;
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = Bind(list.Elements[i].Value);
            optional[i] = list.Elements[i].IsOptional;
            element = Widen(element, optional[i] ? Unwrapped(elements[i]) : elements[i].Use);
        }

        if (isDynamic) return new Bound.List(elements, optional, list, TypeUse.Dyn);
        return Unmarked(elements, optional) ?? (Bound)new Bound.List(elements, optional, list, new(ListOf(element ?? TypeUse.Dyn, elements, optional), Nullable: false));
    }

    private static TypeUse Widen(TypeUse? before, TypeUse next) =>
        before is not { } first ? next : Join(first, next) ?? TypeUse.Dyn with { Nullable = first.Nullable || next.Nullable };

    private TypeUse Unwrapped(Bound element)
    {
        if (isDynamic || element.Type.IsDyn) return TypeUse.Dyn;
        if (element.Type is OptionalType optional) return new(optional.Inner, Nullable: false);
        Error(element.At, $"After ? comes an optional; {Quote(element.At)} is {Article(element.Type.ToString())}. {(element is Bound.Field field ? $"Write {Quote(field.Operand.At)}.?{field.Declared.Name}." : "Leave the ? out.")}");
        return TypeUse.Dyn;
    }

    private Bound Map(Syntax.Map map)
    {
        var keys = new Bound[map.Entries.Count];
        var values = new Bound[keys.Length];
        var optional = new bool[keys.Length];
        TypeUse? key = null;
        TypeUse? value = null;
        for (var i = 0; i < keys.Length; i++)
        {
            var entry = map.Entries[i];
            keys[i] = Bind(entry.Key);
            values[i] = Bind(entry.Value);
            optional[i] = entry.IsOptional;
            if (!isDynamic && !keys[i].Type.IsDyn && keys[i].Type.Kind is not (ValueKind.Bool or ValueKind.Int or ValueKind.Uint or ValueKind.String))
            {
                Error(keys[i].At, $"A key is a string, an int, a uint or a bool; {Quote(keys[i].At)} is {Article(keys[i].Type.ToString())}.");
            }

            key = Widen(key, keys[i].Use);
            value = Widen(value, entry.IsOptional ? Unwrapped(values[i]) : values[i].Use);
        }

        return new Bound.Map(keys, values, optional, map, isDynamic ? TypeUse.Dyn : new(new MapType(key?.Type ?? CelType.Dyn, value ?? TypeUse.Dyn), Nullable: false));
    }
}
