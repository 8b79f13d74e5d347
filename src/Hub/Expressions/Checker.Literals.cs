namespace Hub.Expressions;

/// <summary>Literals beside fields and functions that never have that value.</summary>
internal sealed partial class Checker
{
    private void KnownValue(Bound value, Bound literal)
    {
        if (literal is not Bound.Constant { Value.Kind: ValueKind.String } constant) return;
        var text = constant.Value.AsString;
        var doubt = DeclaredOf(value) is var (field, fallback) ? text == fallback ? null : Doubt(field, value, text)
            : value is Bound.Call { Candidates: [{ DoubtResult: { } doubtful }] } ? doubtful(text) : null;
        if (doubt is not null) warnings.Add(new(literal.At.Position, literal.At.Length, doubt));
    }

    private string? Doubt(RecordField field, Bound value, string text) => field.KnownValues is not { } values ? field.Doubt?.Invoke(Quote(value.At), text)
        : values.Contains(text, StringComparer.Ordinal) ? null
        : $"{value.Path ?? field.Name} has no known value \"{text}\".{Suggestion.For(text, values)} Known: {string.Join(", ", values)}.";

    // The declared field that a value comes from, and what stands in for it where it is absent.
    private static (RecordField Field, string? Fallback)? DeclaredOf(Bound value) => value switch
    {
        Bound.Field field => (field.Declared, null),
        Bound.Slot { Variable.Field: { } named } => (named, null),
        Bound.Call { Candidates: [{ Name: "orValue" }], Arguments: [Bound.OptionalSelect select, Bound.Constant { Value.Kind: ValueKind.String } fallback] }
            when RecordOf(select.Operand)?.Find(select.Name) is { } field => (field, fallback.Value.AsString),
        _ => null,
    };

    private static RecordType? RecordOf(Bound operand) => (operand.Type is OptionalType optional ? optional.Inner : operand.Type) as RecordType;
}
