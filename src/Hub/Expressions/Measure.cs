using System.Text;

namespace Hub.Expressions;

/// <summary>The size of a value as its JSON would have it, about: counted only until it is known to be too large.</summary>
internal static class Measure
{
    // Deeper than any payload; a value that nests on is taken for too large.
    private const int Deepest = 200;

    public static bool IsWithin(in Value value, long most)
    {
        var left = most;
        return Take(value, ref left, 0);
    }

    private static bool Take(in Value value, ref long left, int depth)
    {
        if (depth > Deepest) return false;
        left -= value.Kind switch
        {
            ValueKind.String => TextSize(value.AsString, left),
            ValueKind.Bytes => value.AsBytes.Length * 4L / 3,
            // A record is what a connector made, and is not made larger by an expression.
            _ => 4,
        };
        if (left < 0) return false;
        switch (value.Kind)
        {
            case ValueKind.List:
                var list = value.AsList;
                for (var i = 0; i < list.Count; i++)
                {
                    if (!Take(list[i], ref left, depth + 1)) return false;
                }

                return true;
            case ValueKind.Map:
                var map = value.AsMap;
                for (var i = 0; i < map.Count; i++)
                {
                    if (!Take(map.Keys[i], ref left, depth + 1) || !Take(map.ValueAt(i), ref left, depth + 1)) return false;
                }

                return true;
            case ValueKind.Optional:
                return !value.TryGetSome(out var inner) || Take(inner, ref left, depth + 1);
            default:
                return true;
        }
    }

    private static long TextSize(string text, long left) => text.Length > left ? text.Length : Encoding.UTF8.GetByteCount(text);
}
