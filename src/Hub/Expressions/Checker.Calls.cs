namespace Hub.Expressions;

internal sealed partial class Checker
{
    private Bound Call(Syntax.Call call)
    {
        if (Macros(call) is { } expanded) return expanded;
        if (call.Target is null)
        {
            return scope.Functions.Plain(call.Function) is { } plain
                ? Resolve(call, plain, [], call.Arguments)
                : Unknown(call, call.Function);
        }

        if (Dotted(call.Target) is { } prefix && scope.Find(prefix) is null)
        {
            var full = $"{prefix}.{call.Function}";
            if (scope.Functions.Plain(full) is { } candidates) return Resolve(call, candidates, [], call.Arguments);
            if (!isDynamic && call.Target is Syntax.Name && scope.Functions.All.Any(function => function.Name.StartsWith(prefix + ".", StringComparison.Ordinal)))
            {
                return Unknown(call, full);
            }
        }

        var target = Bind(call.Target);
        if (target is Bound.Failure && !isDynamic) return target;
        return scope.Functions.Receivers(call.Function) is { } receivers
            ? Resolve(call, receivers, [target], call.Arguments)
            : Unknown(call, call.Function, target);
    }

    private Bound Unknown(Syntax.Call call, string name, Bound? target = null)
    {
        if (Foreign(call, target) is { } form) return Error(call, call.NamePosition, call.Function.Length, $"There is no function {name}. {form}");
        foreach (var argument in call.Arguments) Bind(argument);
        var isReceiver = call.Target is not null && name == call.Function;
        var (other, same) = isReceiver ? (scope.Functions.Plain(name), scope.Functions.All.Where(function => function.IsReceiver)) : (scope.Functions.Receivers(name), scope.Functions.All.Where(function => !function.IsReceiver));
        var advice = other is not null ? $" Write {other[0]}." : Suggestion.For(name, same.Select(function => function.Name).Concat(MacroNames));
        return Error(call, call.NamePosition, call.Function.Length, $"There is no function {name}.{advice}");
    }

    // The form of this language for a call that another one knows.
    private string? Foreign(Syntax.Call call, Bound? target)
    {
        if (isDynamic) return null;
        var arguments = call.Arguments.Select(Quote).ToArray();
        if (target is not null) return OtherLanguages.Method(Quote(target.At), target.Type is OptionalType optional ? optional.Inner : target.Type, call.Function, arguments);
        if (call.Target is not null) return null;
        if (call.Arguments is [Syntax.Select number] && OtherLanguages.IsNumber(call.Function) && Whole(number) is { } whole) return whole;
        return arguments.Length == 0 && scope.Find(call.Function) is not null ? $"It is a value: write {call.Function}." : OtherLanguages.Function(call.Function, arguments);
    }

    // The whole number beside an amount that is kept as text.
    private string? Whole(Syntax.Select number)
    {
        var operand = Bind(number.Operand);
        if (RecordOf(operand)?.Find(number.Field)?.Counted is not { } counted) return null;
        var isThere = operand.Type is RecordType && !operand.Use.Nullable;
        return $"Write {Quote(number.Operand)}.{(isThere ? counted.Field : $"?{counted.Field}.orValue(0)")}, {counted.Unit}.";
    }

    private Bound Resolve(Syntax.Call call, Function[] overloads, Bound[] target, IReadOnlyList<Syntax> given)
    {
        var arguments = new Bound[target.Length + given.Count];
        target.CopyTo(arguments, 0);
        for (var i = 0; i < given.Count; i++) arguments[target.Length + i] = Bind(given[i]);
        if (overloads[0].TakesMany && arguments.Length != 1) arguments = [Gathered(call, arguments)];
        if (!isDynamic && Array.Find(arguments, argument => argument is Bound.Failure) is { } failure) return failure;
        var candidates = Array.FindAll(overloads, overload => overload.Parameters.Count == arguments.Length);
        if (candidates.Length == 0)
        {
            return Error(call, $"{call.Function} takes {Counts(overloads, target.Length)}, not {arguments.Length - target.Length}: {string.Join(" or ", overloads.Select(overload => overload.ToString()))}.{(overloads[0].Description.Length > 0 ? " " : "")}{overloads[0].Description}");
        }

        if (isDynamic) return new Bound.Call(candidates, arguments, call, TypeUse.Dyn);
        var fitting = Array.FindAll(candidates, candidate => Fits(candidate, arguments));
        if (fitting.Length == 0) return Refused(call, candidates, arguments);
        var uses = Array.ConvertAll(arguments, argument => argument.Use);
        var result = fitting[0].ResultOf is { } resultOf ? resultOf(uses) : fitting[0].Result;
        if (result is not { } use)
        {
            return Error(call, $"The types do not go together: {string.Join(", ", arguments.Select(argument => $"{Quote(argument.At)} is {Article(argument.Type.ToString())}"))}.{(call.Function == "orValue" && arguments[0].Type is OptionalType optional ? $" Write {Quote(arguments[0].At)}.orValue({Usual(optional.Inner)})." : "")}");
        }

        if (fitting.Length > 1 && !Array.TrueForAll(fitting, candidate => CelType.Same(candidate.Result.Type, use.Type))) use = TypeUse.Dyn;
        if (call.Function == "matches" && arguments is [_, Bound.Constant { Value.Kind: ValueKind.String } pattern] && Pattern.Compile(pattern.Value.AsString, out var fault) is null)
        {
            return Error(pattern.At, fault);
        }

        if (fitting is [{ CheckConstants: { } check }]
            && check(Array.ConvertAll(arguments, argument => argument is Bound.Constant constant ? constant.Value : (Value?)null)) is var (at, wrong))
        {
            return Error(arguments[at].At, wrong);
        }

        if (fitting is [{ DoubtConstants: { } doubt }]
            && doubt(Array.ConvertAll(arguments, argument => argument is Bound.Constant constant ? constant.Value : (Value?)null)) is var (doubtful, why))
        {
            warnings.Add(new(arguments[doubtful].At.Position, arguments[doubtful].At.Length, why));
        }

        if (fitting is [var only]) WithoutZone(call, only);
        if (fitting is [{ IsFoldable: true }] && Array.TrueForAll(arguments, argument => argument is Bound.Constant))
        {
            return Folded(call, fitting[0], arguments, use);
        }

        return new Bound.Call(fitting, arguments, call, use);
    }

    private Bound.List Gathered(Syntax.Call call, Bound[] arguments)
    {
        TypeUse? element = null;
        foreach (var argument in arguments) element = Widen(element, argument.Use);
        return new(arguments, new bool[arguments.Length], call, isDynamic ? TypeUse.Dyn : new(new ListType(element ?? TypeUse.Dyn), Nullable: false));
    }

    private Bound Folded(Syntax.Call call, Function function, Bound[] arguments, TypeUse use)
    {
        var frame = new Frame(scope);
        frame.Enter(0);
        var value = function.Body(Array.ConvertAll(arguments, argument => ((Bound.Constant)argument).Value), frame);
        return value.IsError ? Error(call, value.AsError.Message) : new Bound.Constant(value, call, use);
    }

    private static bool Fits(Function function, Bound[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var (parameter, argument) = (function.Parameters[i], arguments[i].Use);
            var isNull = argument.Type.Kind == ValueKind.Null;
            if (isNull ? !parameter.Nullable && !parameter.Type.IsDyn : !CelType.Fits(argument.Type, parameter.Type)) return false;
            if (argument.Nullable && !parameter.Nullable) return false;
        }

        return true;
    }

    private Bound Refused(Syntax.Call call, Function[] candidates, Bound[] arguments)
    {
        foreach (var candidate in candidates)
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                var withoutNull = Array.ConvertAll(arguments, argument => argument with { Use = argument.Use with { Nullable = false } });
                if (arguments[i].Use.Nullable && !candidate.Parameters[i].Nullable && Fits(candidate, withoutNull))
                {
                    return Required(arguments[i], call.Function)!;
                }
            }
        }

        var given = string.Join(", ", arguments.Skip(candidates[0].IsReceiver ? 1 : 0).Select(argument => argument.Use.ToString()));
        var shown = candidates[0].IsReceiver ? $"{arguments[0].Use}.{call.Function}({given})" : $"{call.Function}({given})";
        var form = candidates[0].IsReceiver && arguments[0].Type is ListType ? OtherLanguages.Method(Quote(arguments[0].At), arguments[0].Type, call.Function, [.. call.Arguments.Select(Quote)]) : null;
        return Error(call, $"There is no {shown}; there is {string.Join(" and ", candidates.Select(candidate => candidate.ToString()))}.{(form is null ? "" : " " + form)}");
    }

    private static string Counts(Function[] overloads, int receivers)
    {
        var counts = overloads.Select(overload => overload.Parameters.Count - receivers).Distinct().Order().ToArray();
        return counts is [1] ? "1 argument" : $"{string.Join(" or ", counts)} arguments";
    }
}
