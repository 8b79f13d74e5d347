namespace Hub.Expressions;

internal static partial class Compiler
{
    private static Evaluation List(Bound.List node)
    {
        var elements = Array.ConvertAll(node.Elements, Compile);
        var optional = node.IsOptional;
        var at = node.At;
        return frame =>
        {
            var values = new Value[elements.Length];
            var count = 0;
            for (var i = 0; i < elements.Length; i++)
            {
                var value = elements[i](frame);
                if (value.IsError) return value;
                if (optional[i] && value.Kind != ValueKind.Optional)
                {
                    return Value.Error($"After ? comes an optional, not {ValueText.TypeName(value)}.").At(at.Position, at.Length);
                }

                if (!optional[i] || value.TryGetSome(out value)) values[count++] = value;
            }

            return frame.Allocate(24 * elements.Length) ? Value.List(count == values.Length ? values : values[..count]) : Value.Null;
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

    private static Evaluation OptionalMap(Bound.OptionalMap node)
    {
        var (operand, body, local, at) = (Compile(node.Operand), Compile(node.Body), node.Place, node.At);
        var (isFlat, dropsNull) = (node.IsFlat, node.Body.Use.Nullable);
        return frame =>
        {
            var value = operand(frame);
            if (value.IsError) return value;
            if (value.Kind != ValueKind.Optional)
            {
                return Value.Error($"no such overload: {(isFlat ? "optFlatMap" : "optMap")} works on an optional, not {ValueText.TypeName(value)}").At(at.Position, at.Length);
            }

            if (!value.TryGetSome(out var inner)) return value;
            frame.SetLocal(local, inner);
            var result = body(frame);
            if (result.IsError) return result;
            if (isFlat)
            {
                return result.Kind == ValueKind.Optional ? result : Value.Error("optFlatMap ends with an optional.").At(at.Position, at.Length);
            }

            return result.IsNull && dropsNull ? Value.None : Value.Some(result);
        };
    }

    private static Evaluation Loop(Bound.Loop node)
    {
        var range = Compile(node.Range);
        var filter = node.Filter is null ? null : Compile(node.Filter);
        var transform = node.Transform is null ? null : Compile(node.Transform);
        Func<IPass> start = node.Macro switch
        {
            Macro.All => () => new Quantifier(decides: false),
            Macro.Exists => () => new Quantifier(decides: true),
            Macro.ExistsOne => () => new Once(),
            Macro.Filter => () => new Kept(),
            Macro.Map or Macro.TransformList => () => new Made(),
            Macro.TransformMap => () => new MadeMap(),
            _ => () => new MadeEntries(),
        };
        var body = new LoopBody(node.First, node.Second, filter, transform, node.Weight, node.At);
        return frame =>
        {
            var container = range(frame);
            return container.IsError ? container : Run(container, body, start(), frame);
        };
    }

    private static Value Run(in Value container, LoopBody body, IPass pass, Frame frame)
    {
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
            var verdict = body.Filter?.Invoke(frame) ?? Value.True;
            if (verdict.Kind != ValueKind.Bool && !verdict.IsError)
            {
                verdict = Value.Error($"no such overload: a condition of a loop is a bool, not {ValueText.TypeName(verdict)}");
            }

            if (pass.Take(key, verdict, body.Transform, frame) is { } result) return result.At(body.At.Position, body.At.Length);
        }

        return pass.End();
    }

    private sealed record LoopBody(int First, int Second, Evaluation? Filter, Evaluation? Transform, int Weight, Syntax At);

    /// <summary>What a macro keeps from pass to pass.</summary>
    private interface IPass
    {
        /// <summary>Takes one element; a value ends the loop.</summary>
        Value? Take(in Value element, in Value verdict, Evaluation? transform, Frame frame);

        Value End();
    }

    // all and exists: an element that decides wins over those that failed.
    private sealed class Quantifier(bool decides) : IPass
    {
        private Value failure;

        public Value? Take(in Value element, in Value verdict, Evaluation? transform, Frame frame)
        {
            if (verdict.IsError) failure = failure.IsNull ? verdict : failure;
            else if (verdict.AsBool == decides) return verdict;
            return null;
        }

        public Value End() => failure.IsNull ? Value.Bool(!decides) : failure;
    }

    private sealed class Once : IPass
    {
        private int found;

        public Value? Take(in Value element, in Value verdict, Evaluation? transform, Frame frame)
        {
            if (verdict.IsError) return verdict;
            if (verdict.AsBool) found++;
            return null;
        }

        public Value End() => Value.Bool(found == 1);
    }

    private sealed class Kept : IPass
    {
        private readonly List<Value> values = [];

        public Value? Take(in Value element, in Value verdict, Evaluation? transform, Frame frame)
        {
            if (verdict.IsError) return verdict;
            if (verdict.AsBool) values.Add(element);
            return null;
        }

        public Value End() => Value.List(ValueList.Of([.. values]));
    }

    private abstract class Transforming : IPass
    {
        public Value? Take(in Value element, in Value verdict, Evaluation? transform, Frame frame)
        {
            if (verdict.IsError) return verdict;
            if (!verdict.AsBool) return null;
            var key = element;
            var value = transform!(frame);
            return value.IsError ? value : Add(key, value);
        }

        public abstract Value End();

        protected abstract Value? Add(in Value key, in Value value);
    }

    private sealed class Made : Transforming
    {
        private readonly List<Value> values = [];

        public override Value End() => Value.List(ValueList.Of([.. values]));

        protected override Value? Add(in Value key, in Value value)
        {
            values.Add(value);
            return null;
        }
    }

    private sealed class MadeMap : Transforming
    {
        private readonly Entries entries = new(4);

        public override Value End() => entries.ToValue();

        protected override Value? Add(in Value key, in Value value) => entries.Add(key, value) is { } fault ? Value.Error(fault) : null;
    }

    private sealed class MadeEntries : Transforming
    {
        private readonly Entries entries = new(4);

        public override Value End() => entries.ToValue();

        protected override Value? Add(in Value key, in Value value)
        {
            if (value.Kind != ValueKind.Map) return Value.Error("transformMapEntry makes one entry, as {key: value}.");
            var map = value.AsMap;
            for (var i = 0; i < map.Count; i++)
            {
                if (entries.Add(map.Keys[i], map.ValueAt(i)) is { } fault) return Value.Error(fault);
            }

            return null;
        }
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
