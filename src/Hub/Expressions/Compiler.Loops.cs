namespace Hub.Expressions;

internal static partial class Compiler
{
    private static Evaluation List(Bound.List node)
    {
        if (Array.TrueForAll(node.Elements, element => element is Bound.Constant) && !node.IsOptional.Contains(value: true))
        {
            return Constant(Value.List(Array.ConvertAll(node.Elements, element => ((Bound.Constant)element).Value)));
        }

        var elements = new Evaluation[node.Elements.Length];
        var (optional, opened) = (node.IsOptional, new bool[elements.Length]);
        for (var i = 0; i < elements.Length; i++)
        {
            var inner = optional[i] ? Opened(node.Elements[i]) : null;
            opened[i] = inner is not null;
            elements[i] = inner ?? Compile(node.Elements[i]);
        }

        var at = node.At;
        return frame =>
        {
            if (!frame.Allocate(24 * elements.Length)) return Value.Null;
            var values = new Value[elements.Length];
            var count = 0;
            for (var i = 0; i < elements.Length; i++)
            {
                var value = elements[i](frame);
                if (value.IsError) return value;
                if (optional[i] && !opened[i])
                {
                    if (value.Kind != ValueKind.Optional) return Value.Error($"After ? comes an optional, not {ValueText.TypeName(value)}.").At(at.Position, at.Length);
                    if (!value.TryGetSome(out value)) continue;
                }

                if (value.Kind != Access.Nothing) values[count++] = value;
            }

            return Value.List(ValueList.Of(values, count));
        };
    }

    private static Evaluation Map(Bound.Map node)
    {
        var (keys, values) = (Array.ConvertAll(node.Keys, Compile), Array.ConvertAll(node.Values, Compile));
        var (optional, at) = (node.IsOptional, node.At);
        return frame =>
        {
            var entries = new Entries(keys.Length);
            for (var i = 0; i < keys.Length; i++)
            {
                var key = keys[i](frame);
                if (key.IsError) return key;
                var value = values[i](frame);
                if (value.IsError) return value;
                if (optional[i] && value.Kind != ValueKind.Optional)
                {
                    return Value.Error($"After ? comes an optional, not {ValueText.TypeName(value)}.").At(at.Position, at.Length);
                }

                if (optional[i] && !value.TryGetSome(out value)) continue;
                if (entries.Add(key, value) is { } fault) return Value.Error(fault).At(at.Position, at.Length);
            }

            return frame.Allocate(96 * keys.Length) ? entries.ToValue() : Value.Null;
        };
    }

    private static Evaluation Bind(Bound.Bind node)
    {
        var (value, body, local) = (Compile(node.Value), Compile(node.Body), node.Place);
        return frame =>
        {
            frame.SetLocal(local, value(frame));
            return body(frame);
        };
    }

    private static Evaluation Loop(Bound.Loop node)
    {
        var range = Compile(node.Range);
        var filter = node.Filter is null ? null : Compile(node.Filter);
        var transform = node.Transform is null ? null : Compile(node.Transform);
        var body = new LoopBody(node.First, node.Second, filter, transform, node.Weight, node.At);
        return node.Macro switch
        {
            Macro.All => frame => Run(range(frame), body, new Quantifier(decides: false), frame),
            Macro.Exists => frame => Run(range(frame), body, new Quantifier(decides: true), frame),
            Macro.ExistsOne => frame => Run(range(frame), body, new Once(), frame),
            Macro.Filter => frame => Run(range(frame), body, new Kept(), frame),
            Macro.Map or Macro.TransformList => frame => Run(range(frame), body, new Made(), frame),
            Macro.TransformMap => frame => Run(range(frame), body, new MadeMap(), frame),
            _ => frame => Run(range(frame), body, new MadeEntries(), frame),
        };
    }

    private static Value Run<TPass>(in Value container, LoopBody body, TPass pass, Frame frame)
        where TPass : struct, IPass
    {
        if (container.IsError) return container;
        var list = container.Kind == ValueKind.List ? container.AsList : null;
        var map = container.Kind == ValueKind.Map ? container.AsMap : null;
        if (list is null && map is null)
        {
            return Value.Error($"no such overload: a loop over {ValueText.TypeName(container)}").At(body.At.Position, body.At.Length);
        }

        var count = list?.Count ?? map!.Count;
        for (var i = 0; i < count; i++)
        {
            if (!frame.Spend(body.Weight) || !frame.Allocate(32)) return Value.Null;
            var key = list is null ? map!.Keys[i] : body.Second >= 0 ? Value.Int(i) : list[i];
            frame.SetLocal(body.First, frame.Charged(key));
            if (body.Second >= 0) frame.SetLocal(body.Second, frame.Charged(list is null ? map!.ValueAt(i) : list[i]));
            var verdict = body.Filter is null ? Value.True : body.Filter(frame);
            if (verdict.Kind != ValueKind.Bool && !verdict.IsError)
            {
                verdict = Value.Error($"no such overload: a condition of a loop is a bool, not {ValueText.TypeName(verdict)}").At(body.At.Position, body.At.Length);
            }

            if (pass.Take(key, verdict, body.Transform, frame, out var result)) return result.At(body.At.Position, body.At.Length);
        }

        return pass.End();
    }

    private sealed record LoopBody(int First, int Second, Evaluation? Filter, Evaluation? Transform, int Weight, Syntax At);

    /// <summary>What a macro keeps from pass to pass.</summary>
    private interface IPass
    {
        /// <summary>Takes one element; true ends the loop with that result.</summary>
        bool Take(in Value element, in Value verdict, Evaluation? transform, Frame frame, out Value result);

        Value End();
    }

    // all and exists: an element that decides wins over those that failed.
    private struct Quantifier(bool decides) : IPass
    {
        private Value failure;

        public bool Take(in Value element, in Value verdict, Evaluation? transform, Frame frame, out Value result)
        {
            result = verdict;
            if (!verdict.IsError) return verdict.AsBool == decides;
            if (failure.IsNull) failure = verdict;
            return false;
        }

        public readonly Value End() => failure.IsNull ? Value.Bool(!decides) : failure;
    }

    private struct Once : IPass
    {
        private int found;

        public bool Take(in Value element, in Value verdict, Evaluation? transform, Frame frame, out Value result)
        {
            result = verdict;
            if (verdict.IsTrue) found++;
            return verdict.IsError;
        }

        public readonly Value End() => Value.Bool(found == 1);
    }

    private struct Kept() : IPass
    {
        private Gathered values = new(4);

        public bool Take(in Value element, in Value verdict, Evaluation? transform, Frame frame, out Value result)
        {
            result = verdict;
            if (verdict.IsTrue) values.Add(element);
            return verdict.IsError;
        }

        public readonly Value End() => values.ToList();
    }

    private struct Made() : IPass
    {
        private Gathered values = new(4);

        public bool Take(in Value element, in Value verdict, Evaluation? transform, Frame frame, out Value result)
        {
            if (!Transformed(verdict, transform, frame, out result)) return result.IsError;
            values.Add(result);
            return false;
        }

        public readonly Value End() => values.ToList();
    }

    private readonly struct MadeMap() : IPass
    {
        private readonly Entries entries = new(4);

        public bool Take(in Value element, in Value verdict, Evaluation? transform, Frame frame, out Value result)
        {
            // The transformation may be a loop that uses the element's place.
            var key = element;
            if (!Transformed(verdict, transform, frame, out result)) return result.IsError;
            if (entries.Add(key, result) is not { } fault) return false;
            result = Value.Error(fault);
            return true;
        }

        public Value End() => entries.ToValue();
    }

    private readonly struct MadeEntries() : IPass
    {
        private readonly Entries entries = new(4);

        public bool Take(in Value element, in Value verdict, Evaluation? transform, Frame frame, out Value result)
        {
            if (!Transformed(verdict, transform, frame, out result)) return result.IsError;
            var fault = result.Kind == ValueKind.Map ? AddAll(result.AsMap) : "transformMapEntry makes one entry, as {key: value}.";
            if (fault is null) return false;
            result = Value.Error(fault);
            return true;
        }

        public Value End() => entries.ToValue();

        private string? AddAll(ValueMap map)
        {
            for (var i = 0; i < map.Count; i++)
            {
                if (entries.Add(map.Keys[i], map.ValueAt(i)) is { } fault) return fault;
            }

            return null;
        }
    }

    // False where the element is not taken, or the transformation fails.
    private static bool Transformed(in Value verdict, Evaluation? transform, Frame frame, out Value result)
    {
        result = verdict;
        if (!verdict.IsTrue) return false;
        result = transform!(frame);
        return !result.IsError;
    }

    /// <summary>The elements of a list that is being made.</summary>
    private struct Gathered(int capacity)
    {
        private Value[] values = new Value[capacity];
        private int count;

        public void Add(in Value value)
        {
            if (count == values.Length) Array.Resize(ref values, count * 2);
            values[count++] = value;
        }

        public readonly Value ToList() => Value.List(ValueList.Of(values, count));
    }

    /// <summary>The entries of a map that is being made.</summary>
    private sealed class Entries(int capacity)
    {
        private const int Linear = 8;
        private readonly List<Value> keys = new(capacity);
        private readonly List<Value> values = new(capacity);
        private HashSet<Value>? seen;

        public string? Add(in Value key, in Value value)
        {
            if (!ValueMap.IsKey(key))
            {
                return $"unsupported key type: a key is a string, an int, a uint or a bool, not {ValueText.TypeName(key)}";
            }

            if (Contains(key)) return $"Failed with repeated key: {key}";
            keys.Add(key);
            values.Add(value);
            seen?.Add(key);
            return null;
        }

        public Value ToValue() => Value.Map(ValueMap.Of([.. keys], [.. values]));

        private bool Contains(in Value key)
        {
            if (keys.Count < Linear)
            {
                foreach (var known in keys)
                {
                    if (Equality.Scalars(known, key)) return true;
                }

                return false;
            }

            seen ??= new(keys, KeyComparer.Instance);
            return seen.Contains(key);
        }
    }
}
