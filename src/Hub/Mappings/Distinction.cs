using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>A field of the event that must hold one text where a condition is true.</summary>
/// <param name="Fields">The way to it from the event's record: records, and a text at its end.</param>
/// <param name="Text">The text.</param>
internal sealed record Distinction(IReadOnlyList<RecordField> Fields, string Text)
{
    /// <summary>The way in one text.</summary>
    public string Path { get; } = string.Join('.', Fields.Select(field => field.Name));

    /// <summary>What a condition distinguishes by: the first of its conjuncts that compares a field of the event with a constant text. Null where none does.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="happened">The variable of the event.</param>
    public static Distinction? Of(Bound condition, Variable happened) =>
        (condition is Bound.Logical { IsAnd: true } all ? all.Operands : [condition]).Select(part => OfPart(part, happened)).FirstOrDefault(found => found is not null);

    /// <summary>The text that an event has there; null where it has none, so that nothing can be said without asking.</summary>
    /// <param name="data">The event's record.</param>
    public string? Read(object data)
    {
        var owner = data;
        for (var i = 0; i < Fields.Count - 1; i++)
        {
            if (Fields[i].ReadPart!(owner) is not { } part) return null;
            owner = part;
        }

        return Fields[^1].Read(owner) is { Kind: ValueKind.String } value ? value.AsString : null;
    }

    private static Distinction? OfPart(Bound part, Variable happened) => part is not Bound.Binary { Operator: TokenKind.Equal } equal ? null
        : TextOf(equal.Right) is { } right ? OfField(equal.Left, right, happened)
        : TextOf(equal.Left) is { } left ? OfField(equal.Right, left, happened)
        : null;

    private static string? TextOf(Bound side) => side switch
    {
        Bound.Constant { Value: { Kind: ValueKind.String } text } => text.AsString,
        Bound.Slot { Variable.Constant: { Kind: ValueKind.String } text } => text.AsString,
        _ => null,
    };

    private static Distinction? OfField(Bound side, string text, Variable happened)
    {
        List<RecordField> fields = [];
        while (side is Bound.Field { Declared: var field, Operand: var owner })
        {
            // Of what lies on the way only the .NET object behind it is looked at.
            if (fields.Count > 0 && field.ReadPart is null) return null;
            fields.Insert(0, field);
            side = owner;
        }

        return fields.Count > 0 && side is Bound.Slot { Variable: var root } && root == happened ? new(fields, text) : null;
    }
}
