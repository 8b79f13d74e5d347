using System.Runtime.CompilerServices;

namespace Hub.Expressions;

internal static partial class Compiler
{
    private static Evaluation Call(Bound.Call node)
    {
        if (node.Candidates[0].Name == "matches" && node.Arguments is [var subject, Bound.Constant { Value.Kind: ValueKind.String } pattern]
            && Pattern.Compile(pattern.Value.AsString, out _) is { } compiled)
        {
            return Matches(subject, compiled, node.At);
        }

        if ((Fallback(node) ?? HasValue(node)) is { } optional) return optional;
        var arguments = Array.ConvertAll(node.Arguments, Compile);
        var candidates = Array.ConvertAll(node.Candidates, Overload.Of);
        var at = node.At;
        return arguments switch
        {
            [] => frame => Dispatch(candidates, [], frame).At(at.Position, at.Length),
            [var only] => frame =>
            {
                var value = only(frame);
                return value.IsError ? value : Dispatch(candidates, new ReadOnlySpan<Value>(in value), frame).At(at.Position, at.Length);
            },
            [var first, var second] => frame =>
            {
                var values = default(Pair);
                values[0] = first(frame);
                if (values[0].IsError) return values[0];
                values[1] = second(frame);
                return values[1].IsError ? values[1] : Dispatch(candidates, values, frame).At(at.Position, at.Length);
            },
            _ => Many(arguments, candidates, at),
        };
    }

    private static Evaluation Many(Evaluation[] arguments, Overload[] candidates, Syntax at) => frame =>
    {
        var values = default(Row);
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i](frame);
            if (values[i].IsError) return values[i];
        }

        return Dispatch(candidates, values[..arguments.Length], frame).At(at.Position, at.Length);
    };

    private static Evaluation Matches(Bound subject, Pattern pattern, Syntax at)
    {
        var text = Compile(subject);
        return frame =>
        {
            var value = text(frame);
            if (value.IsError) return value;
            return value.Kind == ValueKind.String
                ? pattern.IsMatch(value.AsString, frame)
                : Value.Error($"no such overload: matches takes a string, not {ValueText.TypeName(value)}").At(at.Position, at.Length);
        };
    }

    // The first overload that takes what the arguments turned out to be.
    private static Value Dispatch(Overload[] candidates, ReadOnlySpan<Value> values, Frame frame)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Takes(values)) return frame.Charged(candidate.Body(values, frame));
        }

        return NoOverload(candidates[0].Name, values);
    }

    private static Value NoOverload(string name, ReadOnlySpan<Value> values)
    {
        var types = new List<string>(values.Length);
        foreach (var value in values) types.Add(ValueText.TypeName(value));
        return Value.Error($"no such overload: {name}({string.Join(", ", types)})");
    }

    /// <summary>What an overload takes, at hand.</summary>
    private sealed record Overload(string Name, FunctionBody Body, ValueKind[] Kinds, bool[] TakesNull)
    {
        private const ValueKind Any = (ValueKind)byte.MaxValue;

        public static Overload Of(Function function) => new(
            function.Name, function.Body, [.. function.Parameters.Select(parameter => parameter.Type.Kind ?? Any)], [.. function.Parameters.Select(parameter => parameter.Nullable)]);

        public bool Takes(ReadOnlySpan<Value> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var kind = values[i].Kind;
                if (Kinds[i] != kind && Kinds[i] != Any && !(TakesNull[i] && kind == ValueKind.Null)) return false;
            }

            return true;
        }
    }

    [InlineArray(2)]
    private struct Pair
    {
        private Value first;
    }

    [InlineArray(Function.MostParameters)]
    private struct Row
    {
        private Value first;
    }
}
