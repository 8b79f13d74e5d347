namespace Hub.Expressions;

internal sealed partial class Checker
{
    // More than these nobody compares.
    private const int MostForms = 2;

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
        if (isReceiver && name == "has" && call.Target is Syntax.Select && call.Arguments.Count == 0) return Error(call, call.NamePosition, call.Function.Length, $"has stands before its field. Write has({Quote(call.Target)}).");
        var (other, same) = isReceiver ? (scope.Functions.Plain(name), scope.Functions.All.Where(function => function.IsReceiver)) : (scope.Functions.Receivers(name), scope.Functions.All.Where(function => !function.IsReceiver));
        var advice = other is not null ? $" Write {(isReceiver ? Plainly(call, other[0]) : Received(call, other[0]))}." : Suggestion.For(name, same.Select(function => function.Name).Concat(MacroNames));
        return Error(call, call.NamePosition, call.Function.Length, $"There is no function {name}.{advice}");
    }

    // What was called of a value, called with it.
    private string Plainly(Syntax.Call call, Function form)
    {
        var given = call.Arguments.Prepend(call.Target!).ToList();
        return given.Count == form.Parameters.Count
            ? $"{form.Name}({string.Join(", ", given.Zip(form.Parameters, (value, wanted) => wanted.Type is ListType && value is Syntax.Constant ? $"[{Quote(value)}]" : Quote(value)))})"
            : form.ToString();
    }

    // What was called with a value, called of it.
    private string Received(Syntax.Call call, Function form) =>
        call.Arguments.Count == form.Parameters.Count ? $"{Quote(call.Arguments[0])}.{form.Name}({string.Join(", ", call.Arguments.Skip(1).Select(Quote))})" : form.ToString();

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

        if (call.Function == "matches" && arguments is [_, Bound.Constant { Value.Kind: ValueKind.String } slashed] && PatternFaults.InSlashes(slashed.Value.AsString) is { } doubtOfSlashes)
        {
            warnings.Add(new(slashed.At.Position, slashed.At.Length, doubtOfSlashes));
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
        return value.IsError ? Error(call, value.AsError.Message + (function.Name switch
        {
            "int" or "uint" => " Write digits, as 12.",
            "double" => " Write digits with a point, as 12.5.",
            "bool" => " Write true or false.",
            _ => "",
        })) : new Bound.Constant(value, call, use);
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
        if (Misfit(candidates, arguments) is { } misfit) return misfit;
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

        var given = string.Join(", ", arguments.Skip(candidates[0].IsReceiver ? 1 : 0).Select(argument => argument.Type.Kind == ValueKind.Null ? "null" : argument.Use.ToString()));
        var shown = candidates[0].IsReceiver ? $"{arguments[0].Use}.{call.Function}({given})" : $"{candidates[0].Name}({given})";
        var form = candidates[0].IsReceiver && arguments[0].Type is ListType ? OtherLanguages.Method(Quote(arguments[0].At), arguments[0].Type, call.Function, [.. call.Arguments.Select(Quote)]) : null;
        var nearest = candidates.OrderByDescending(candidate => arguments.Where((argument, i) => CelType.Fits(argument.Type, candidate.Parameters[i].Type)).Count()).ThenBy(candidate => candidate.Parameters.Any(parameter => parameter.Type.Kind == ValueKind.Bytes)).Take(MostForms).ToList();
        return Error(call, $"There is no {shown}; there is {string.Join(" and ", nearest.Select(candidate => candidate.ToString()))}.{(form is null ? WithoutAbsent(call, nearest[0], arguments) ?? Mended(call, nearest[0], arguments) : " " + form)}");
    }

    // The first argument that does not fit, in the type that is wanted.
    private string Mended(Syntax.Call call, Function nearest, Bound[] arguments)
    {
        if (arguments is [var text, { Type: ListType { Element.Type.Kind: ValueKind.String } } words] && call.Function is "contains" or "startsWith" or "endsWith" && text.Type.Kind == ValueKind.String)
        {
            return $" Write {Quote(words.At)}.exists(x, {Quote(text.At)}.{call.Function}(x)).";
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (CelType.Fits(arguments[i].Type, nearest.Parameters[i].Type)) continue;
            return arguments[i].Type.Kind == ValueKind.Null ? " Write a value for null." : Converted(arguments[i], nearest.Parameters[i].Type);
        }

        return "";
    }

    private static string Counts(Function[] overloads, int receivers)
    {
        var counts = overloads.Select(overload => overload.Parameters.Count - receivers).Distinct().Order().ToArray();
        return counts is [1] ? "1 argument" : $"{string.Join(" or ", counts)} arguments";
    }
}
