using Hub.Expressions;
using Hub.Mappings.Inputs;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>What a route writes into state variables.</summary>
internal sealed partial class RouteCompiler
{
    private List<SetPart> Sets()
    {
        var parts = new List<SetPart>();
        foreach (var entry in source.Set)
        {
            if (!state.Declared.TryGetValue(entry.Name, out var variable))
            {
                problems.Add(entry.Key, $"There is no state variable {entry.Name}.{Suggestion.For(entry.Name, state.Declared.Keys)} Declare it under state at the top of a file.");
            }
            else if (entry.Value is not YamlScalar value)
            {
                problems.Add(entry.Value, $"{variable.Name} takes one value of type {variable.TypeName}; null forgets it.");
            }
            else if (HasOwner(entry.Key, variable) && Set(variable, value) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    private bool HasOwner(YamlNode at, StateDeclaration variable)
    {
        var owner = variable.Of == StateOwner.Thread ? "thread" : "customer";
        if (!scope.Find(owner)!.Nullable || guards.IsNonNull(owner)) return true;
        problems.Add(at, $"{variable.Name} belongs to the {owner}, and {string.Join(", ", draft.Events.Select(type => type.Name))} may come without one. Guard it: if: {owner} != null.");
        return false;
    }

    private SetPart? Set(StateDeclaration variable, YamlScalar value)
    {
        if (!value.IsBroken) ForgottenBraces.Check(variable.Name, value, Context);
        if (!value.Text.Contains("${", StringComparison.Ordinal)) return Constant(variable, value);
        if (Formula.Of(value, Context) is not { } formula) return null;
        var type = formula.Use.Type is OptionalType optional ? optional.Inner : formula.Use.Type;
        if (type.IsDyn || type.Kind == ValueKind.Null || type.Kind == variable.Type.Kind) return new(variable, default, formula);
        var how = variable.Type.Kind switch
        {
            ValueKind.String => Conversions.ToText(formula),
            ValueKind.Int or ValueKind.Double or ValueKind.Timestamp or ValueKind.Duration when type.Kind == ValueKind.String || type.IsNumber => $" Write {variable.TypeName}(…) around it.",
            _ => "",
        };
        problems.Add(value, $"{variable.Name} is declared as {variable.TypeName}, and this gives {type}.{how}");
        return null;
    }

    private SetPart? Constant(StateDeclaration variable, YamlScalar value)
    {
        if (value is { IsPlain: true, Text.Length: 0, IsBroken: false } && variable.Type.Kind == ValueKind.String)
        {
            problems.Warn(value, $"{variable.Name} is set to an empty text. Write null to forget it, or \"\" where an empty text is meant.");
        }

        if (value.IsPlain && value.Text is "null" or "~") return new(variable, Value.Null, null);
        InputShape shape = variable.Type.Kind switch
        {
            ValueKind.Bool => new BoolShape(),
            ValueKind.Int => new WholeNumberShape(typeof(long)),
            ValueKind.Double => new NumberShape(),
            ValueKind.Timestamp => new TimestampShape(),
            ValueKind.Duration => new DurationShape(),
            _ => new TextShape(),
        };
        if (shape.TryParse(value.Text, out var parsed)) return new(variable, ValueOf(parsed!), null);
        problems.Add(value, $"{variable.Name} takes {shape.Wants}, not {value.Text}.{(shape is DurationShape && DurationWords.Meant(value.Text) is { } meant ? $" Write {meant}." : "")}");
        return null;
    }

    private static Value ValueOf(object parsed) => parsed switch
    {
        bool flag => Value.Bool(flag),
        long number => Value.Int(number),
        double number => Value.Double(number),
        DateTimeOffset moment => Value.Timestamp(moment),
        TimeSpan span => Value.Duration(span),
        _ => Value.String((string)parsed),
    };
}
