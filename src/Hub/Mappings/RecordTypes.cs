using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>.NET records as record types of the expression language: names in snake_case, nullability as declared, and getters that are delegates made once. Not for two threads at once.</summary>
internal sealed class RecordTypes
{
    private static readonly MethodInfo ReadReference = Reader(nameof(ValueReaders.OfReference));
    private static readonly MethodInfo ReadNullable = Reader(nameof(ValueReaders.OfNullable));
    private static readonly MethodInfo ReadField = Reader(nameof(ValueReaders.OfField));
    private static readonly MethodInfo ReadPart = Reader(nameof(ValueReaders.OfPart));
    private static readonly MethodInfo ReadList = Reader(nameof(ValueReaders.OfList));
    private static readonly MethodInfo ReadMap = Reader(nameof(ValueReaders.OfMap));
    private static readonly MethodInfo ReadRecord = Reader(nameof(ValueReaders.OfRecord));
    private static readonly MethodInfo ReadEnum = Reader(nameof(ValueReaders.OfEnum));

    private readonly Dictionary<Type, RecordType> records = [];
    private readonly NullabilityInfoContext nullability = new();

    /// <summary>The record type of a .NET record, under the name that messages show.</summary>
    public RecordType Of(Type type, string name)
    {
        if (records.TryGetValue(type, out var known)) return known;
        var record = new RecordType(name);
        records.Add(type, record);
        record.Define([.. PropertiesOf(type).Select(property => FieldOf(type, property, name))]);
        return record;
    }

    /// <summary>The public properties of a record, the ones that mappings see.</summary>
    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetMethod is not null && property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    /// <summary>The name of a property as mappings write it.</summary>
    public static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>The literal of an enum's member as mappings write it.</summary>
    public static string LiteralOf(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    private RecordField FieldOf(Type owner, PropertyInfo property, string recordName)
    {
        var name = NameOf(property);
        var info = nullability.Create(property);
        var (use, reader) = ReaderOf(property.PropertyType, info, $"{recordName}.{name}");
        var read = (Func<object, Value>)ReadField.MakeGenericMethod(owner, property.PropertyType).Invoke(null, [property.GetMethod!, reader])!;
        var underlying = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new(name, use.Type, use.Nullable, property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "", read)
        {
            ReadPart = use.Type is RecordType && !property.PropertyType.IsValueType ? (Func<object, object?>)ReadPart.MakeGenericMethod(owner, property.PropertyType).Invoke(null, [property.GetMethod!])! : null,
            Counted = owner == typeof(Money) && property.Name == nameof(Money.Amount) ? new(JsonNamingPolicy.SnakeCaseLower.ConvertName(nameof(Money.Minor)), 100, "in the currency's smallest unit") : null,
            Doubt = property.GetCustomAttribute<TextFormAttribute>() is { Form: var form } ? (source, text) => TextForms.Doubt(form, source, text) : null,
            KnownValues = property.GetCustomAttribute<KnownValuesAttribute>()?.Values ?? (underlying.IsEnum ? [.. Enum.GetNames(underlying).Select(LiteralOf)] : null),
        };
    }

    // The type, and a Func<T, Value> that reads it.
    private (TypeUse Use, Delegate Read) ReaderOf(Type type, NullabilityInfo info, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            var (use, read) = ReaderOf(inner, info, name);
            return (use with { Nullable = true }, (Delegate)ReadNullable.MakeGenericMethod(inner).Invoke(null, [read])!);
        }

        if (Scalar(type) is { } scalar)
        {
            return type.IsValueType
                ? (new(scalar.Type, Nullable: false), scalar.Read)
                : (new(scalar.Type, IsNullable(info)), (Delegate)ReadReference.MakeGenericMethod(type).Invoke(null, [scalar.Read])!);
        }

        if (type.IsEnum) return (new(CelType.String, Nullable: false), (Delegate)ReadEnum.MakeGenericMethod(type).Invoke(null, null)!);
        if (GenericArguments(type, typeof(IReadOnlyDictionary<,>)) is [var key, var value] && key == typeof(string))
        {
            var (use, read) = ReaderOf(value, Argument(info, 1), name + "[]");
            return (new(CelType.MapOf(CelType.String, use.Type, use.Nullable), IsNullable(info)), (Delegate)ReadMap.MakeGenericMethod(type, value).Invoke(null, [read])!);
        }

        if (GenericArguments(type, typeof(IReadOnlyList<>)) is [var element])
        {
            var (use, read) = ReaderOf(element, Argument(info, 0), name + "[]");
            return (new(CelType.ListOf(use.Type, use.Nullable), IsNullable(info)), (Delegate)ReadList.MakeGenericMethod(type, element).Invoke(null, [read])!);
        }

        var record = Of(type, name);
        return (new(record, !type.IsValueType && IsNullable(info)), (Delegate)ReadRecord.MakeGenericMethod(type).Invoke(null, [record])!);
    }

    private static bool IsNullable(NullabilityInfo info) => info.ReadState != NullabilityState.NotNull;

    private static NullabilityInfo Argument(NullabilityInfo info, int index) =>
        info.GenericTypeArguments.Length > index ? info.GenericTypeArguments[index] : info.ElementType ?? info;

    private static Type[]? GenericArguments(Type type, Type definition)
    {
        if (type == typeof(string)) return null;
        return type.GetInterfaces().Append(type).FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == definition)?.GetGenericArguments();
    }

    private static (CelType Type, Delegate Read)? Scalar(Type type)
    {
        if (type == typeof(string)) return (CelType.String, (Func<string, Value>)Value.String);
        if (type == typeof(bool)) return (CelType.Bool, (Func<bool, Value>)Value.Bool);
        if (type == typeof(int)) return (CelType.Int, (Func<int, Value>)(value => Value.Int(value)));
        if (type == typeof(long)) return (CelType.Int, (Func<long, Value>)Value.Int);
        if (type == typeof(uint)) return (CelType.Uint, (Func<uint, Value>)(value => Value.Uint(value)));
        if (type == typeof(ulong)) return (CelType.Uint, (Func<ulong, Value>)Value.Uint);
        if (type == typeof(double)) return (CelType.Double, (Func<double, Value>)Value.Double);
        // A decimal is vendor's text again: as a double it would lose digits.
        if (type == typeof(decimal))
        {
            return (CelType.String, (Func<decimal, Value>)(value => Value.String(value.ToString(CultureInfo.InvariantCulture))));
        }

        if (type == typeof(DateTimeOffset)) return (CelType.Timestamp, (Func<DateTimeOffset, Value>)Value.Timestamp);
        if (type == typeof(DateOnly))
        {
            return (CelType.String, (Func<DateOnly, Value>)(value => Value.String(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        }

        if (type == typeof(TimeSpan)) return (CelType.Duration, (Func<TimeSpan, Value>)Value.Duration);
        if (type == typeof(Uri)) return (CelType.String, (Func<Uri, Value>)(value => Value.String(value.OriginalString)));
        if (type == typeof(JsonElement)) return (CelType.Dyn, (Func<JsonElement, Value>)Value.FromJson);
        return null;
    }

    private static MethodInfo Reader(string name) => typeof(ValueReaders).GetMethod(name)!;
}
