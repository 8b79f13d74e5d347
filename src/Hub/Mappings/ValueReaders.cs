using System.Reflection;
using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>Makes the delegates that read .NET values: made once by their types, then without reflection.</summary>
internal static class ValueReaders
{
    public static Func<object, Value> OfField<TOwner, T>(MethodInfo getter, Delegate reader)
    {
        var read = (Func<T, Value>)reader;
        var get = getter.CreateDelegate<Func<TOwner, T>>();
        return owner => read(get((TOwner)owner));
    }

    public static Func<object, object?> OfPart<TOwner, T>(MethodInfo getter)
        where T : class
    {
        var get = getter.CreateDelegate<Func<TOwner, T?>>();
        return owner => get((TOwner)owner);
    }

    public static Func<T?, Value> OfReference<T>(Delegate reader)
        where T : class
    {
        var read = (Func<T, Value>)reader;
        return value => value is null ? Value.Null : read(value);
    }

    public static Func<T?, Value> OfNullable<T>(Delegate reader)
        where T : struct
    {
        var read = (Func<T, Value>)reader;
        return value => value is { } some ? read(some) : Value.Null;
    }

    public static Func<TList, Value> OfList<TList, T>(Delegate reader)
        where TList : class, IReadOnlyList<T>
    {
        var read = (Func<T, Value>)reader;
        return list => list is null ? Value.Null : Value.List(list, read);
    }

    public static Func<TMap, Value> OfMap<TMap, T>(Delegate reader)
        where TMap : class, IReadOnlyDictionary<string, T>
    {
        var read = (Func<T, Value>)reader;
        return map => map is null
            ? Value.Null
            : Value.Map(ValueMap.Of([.. map.Keys.Select(Value.String)], [.. map.Values.Select(read)]));
    }

    public static Func<T, Value> OfRecord<T>(RecordType record) => value => Value.RecordOrNull(record, value);

    public static Func<T, Value> OfEnum<T>()
        where T : struct, Enum
    {
        var literals = Enum.GetValues<T>().Distinct().ToDictionary(value => value, value => Value.String(RecordTypes.LiteralOf(value.ToString())));
        return value => literals.TryGetValue(value, out var literal) ? literal : Value.String(RecordTypes.LiteralOf(value.ToString()));
    }
}
