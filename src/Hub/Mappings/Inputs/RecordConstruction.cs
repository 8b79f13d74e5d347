using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hub.Connectors;

namespace Hub.Mappings.Inputs;

/// <summary>One property of an input record.</summary>
/// <param name="Name">The name as mappings write it.</param>
/// <param name="Shape">What it takes.</param>
/// <param name="IsRequired">Whether a file must name it.</param>
/// <param name="IsNullable">Whether null may be given.</param>
/// <param name="Description">One sentence for the reference.</param>
/// <param name="KnownValues">For an enumeration kept as text: the values known today.</param>
/// <param name="LongestText">For a text that the vendor limits: the most characters, counted as people see them (code points).</param>
internal sealed record InputMember(string Name, InputShape Shape, bool IsRequired, bool IsNullable, string Description, IReadOnlyList<string>? KnownValues, int? LongestText);

/// <summary>How instances of an input record are made: its constructor and its init properties, as one delegate each.</summary>
internal sealed class RecordConstruction
{
    private static readonly object Absent = new();

    private readonly Func<object?[], object> construct;
    private readonly object?[] defaults;
    private readonly (int Index, Action<object, object?> Set)[] setters;

    public RecordConstruction(Type type, InputShapes shapes)
    {
        var constructor = type.GetConstructors()
            .Where(candidate => candidate.GetParameters() is not [{ ParameterType: var only }] || only != type)
            .MaxBy(candidate => candidate.GetParameters().Length) ?? throw new InvalidOperationException($"{type} has no public constructor.");
        var nullability = new NullabilityInfoContext();
        var members = new List<InputMember>();
        var initial = new List<object?>();
        var parameters = constructor.GetParameters();
        foreach (var parameter in parameters)
        {
            var property = type.GetProperty(parameter.Name!) ?? throw new InvalidOperationException($"{type} has no property {parameter.Name}.");
            var isNullable = nullability.Create(parameter).WriteState == NullabilityState.Nullable;
            members.Add(MemberOf(property, shapes, isNullable, !isNullable && !parameter.HasDefaultValue));
            initial.Add(parameter.HasDefaultValue ? parameter.DefaultValue : null);
        }

        var inits = new List<(int, Action<object, object?>)>();
        foreach (var property in RecordTypes.PropertiesOf(type).Where(property => property.SetMethod is { IsPublic: true } && !parameters.Any(parameter => parameter.Name == property.Name)))
        {
            var isNullable = nullability.Create(property).WriteState == NullabilityState.Nullable;
            inits.Add((members.Count, SetterOf(type, property)));
            members.Add(MemberOf(property, shapes, isNullable, !isNullable && property.IsDefined(typeof(RequiredMemberAttribute))));
            initial.Add(Absent);
        }

        Members = members;
        Alternatives = [.. type.GetCustomAttributes<NeedsOneOfAttribute>().Select(group => group.Properties.Select(name => members.FindIndex(member => member.Name == RecordTypes.NameOf(type.GetProperty(name)!))).ToList())];
        defaults = [.. initial];
        setters = [.. inits];
        construct = ConstructOf(constructor, parameters);
    }

    /// <summary>The properties in the order of <see cref="Defaults"/>.</summary>
    public IReadOnlyList<InputMember> Members { get; }

    /// <summary>Groups of members, by their index, of each of which a file must name one.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Alternatives { get; }

    /// <summary>A new array with what stands for each member that a file does not name.</summary>
    public object?[] Defaults() => (object?[])defaults.Clone();

    /// <summary>Makes an instance from one value for each member.</summary>
    public object Build(object?[] values)
    {
        var made = construct(values);
        foreach (var (index, set) in setters)
        {
            if (!ReferenceEquals(values[index], Absent)) set(made, values[index]);
        }

        return made;
    }

    private static InputMember MemberOf(PropertyInfo property, InputShapes shapes, bool isNullable, bool isRequired)
    {
        var shape = property.IsDefined(typeof(MayBeEmptyAttribute)) ? MapShape.Of(typeof(string), new TextShape(mayBeEmpty: true)) : shapes.Of(property.PropertyType);
        return new(
            RecordTypes.NameOf(property), shape, isRequired || shape.MustBeNamed, isNullable,
            property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "", property.GetCustomAttribute<KnownValuesAttribute>()?.Values,
            property.GetCustomAttribute<MaxLengthAttribute>()?.Length);
    }

    private static Func<object?[], object> ConstructOf(ConstructorInfo constructor, ParameterInfo[] parameters)
    {
        var values = Expression.Parameter(typeof(object?[]));
        var arguments = parameters.Select((parameter, index) =>
        {
            Expression value = Expression.ArrayIndex(values, Expression.Constant(index));
            // An omitted value type arrives as null and means its default.
            return parameter.ParameterType.IsValueType
                ? Expression.Condition(
                    Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Default(parameter.ParameterType), Expression.Convert(value, parameter.ParameterType))
                : (Expression)Expression.Convert(value, parameter.ParameterType);
        });
        return Expression.Lambda<Func<object?[], object>>(Expression.Convert(Expression.New(constructor, arguments), typeof(object)), values).Compile();
    }

    private static Action<object, object?> SetterOf(Type type, PropertyInfo property) =>
        (Action<object, object?>)typeof(ValueSetters).GetMethod(nameof(ValueSetters.Of))!.MakeGenericMethod(type, property.PropertyType).Invoke(null, [property.SetMethod])!;
}

/// <summary>Makes the delegates that set init properties.</summary>
internal static class ValueSetters
{
    public static Action<object, object?> Of<TOwner, T>(MethodInfo setter)
    {
        var set = setter.CreateDelegate<Action<TOwner, T?>>();
        return (owner, value) => set((TOwner)owner, (T?)value);
    }
}
