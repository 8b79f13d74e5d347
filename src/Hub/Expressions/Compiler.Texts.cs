using System.Runtime.CompilerServices;

namespace Hub.Expressions;

internal static partial class Compiler
{
    private const int MostTexts = 8;

    // a + "/" + b makes one text and none between; where a part turns out to be no text, each sign is applied for itself, from the left.
    private static Evaluation? Texts(Bound.Binary node)
    {
        var signs = new List<Syntax>();
        var parts = new List<Bound>();
        Bound left = node;
        for (; left is Bound.Binary { Operator: TokenKind.Plus } sum && parts.Count < MostTexts - 1; left = sum.Left)
        {
            signs.Add(sum.At);
            parts.Add(sum.Right);
        }

        parts.Add(left);
        if (parts.Count < 3 || !parts.Exists(part => part is Bound.Constant { Value.Kind: ValueKind.String } || part.Type.Kind == ValueKind.String)) return null;
        parts.Reverse();
        signs.Reverse();
        return Joined([.. parts.Select(Compile)], [.. signs]);
    }

    private static Evaluation Joined(Evaluation[] parts, Syntax[] signs) => frame =>
    {
        var values = default(TextRow);
        var areTexts = true;
        var count = 0;
        for (; count < parts.Length; count++)
        {
            values[count] = parts[count](frame);
            if (values[count].IsError) break;
            areTexts &= values[count].Kind == ValueKind.String;
        }

        return areTexts && count == parts.Length ? Arithmetic.Joined(values[..count], frame).At(signs[^1].Position, signs[^1].Length) : Summed(values, count, parts.Length, signs, frame);
    };

    private static Value Summed(ReadOnlySpan<Value> values, int count, int wanted, Syntax[] signs, Frame frame)
    {
        var sum = values[0];
        for (var i = 1; i < count && !sum.IsError; i++)
        {
            sum = Arithmetic.Apply(TokenKind.Plus, sum, values[i], frame).At(signs[i - 1].Position, signs[i - 1].Length);
        }

        return sum.IsError || count == wanted ? sum : values[count];
    }

    [InlineArray(MostTexts)]
    private struct TextRow
    {
        private Value first;
    }
}
