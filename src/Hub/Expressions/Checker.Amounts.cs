using System.Globalization;

namespace Hub.Expressions;

/// <summary>Amounts in whole units of their currency's smallest coin that are divided, which drops what is left over.</summary>
internal sealed partial class Checker
{
    // More and less are meant of numbers, also where a text holds them.
    private string? Numbered(Syntax.Binary binary, Bound text, Bound number)
    {
        if (binary.Operator is TokenKind.Equal or TokenKind.Unequal || text is Bound.Constant || text.Type.Kind != ValueKind.String || !number.Type.IsNumber) return null;
        var form = $"double({Quote(text.At)})";
        return $" Write {(text.At == binary.Left ? $"{form} {Sign(binary.Operator)} {Quote(number.At)}" : $"{Quote(number.At)} {Sign(binary.Operator)} {form}")}.";
    }

    private const string Dropped = "A whole number that is divided drops what is left over, here the cents.";

    // Divisions that a comparison tells of, with the number to compare with.
    private readonly HashSet<Syntax> sides = new(ReferenceEqualityComparer.Instance);

    private void Divided(Syntax.Binary division, Bound left, Bound right)
    {
        if (division.Operator != TokenKind.Divide || right is not Bound.Constant { Value.Kind: ValueKind.Int } || sides.Contains(division) || AmountOf(left) is not { } amount) return;
        warnings.Add(new(division.Position, division.Length, $"{Dropped} In a text write money({amount}, \"en\"), with the language that is meant; to compare, compare {Quote(left.At)} itself."));
    }

    private void ComparedDivision(Syntax.Binary comparison, Bound value, Bound other)
    {
        if (value is not Bound.Binary { Operator: TokenKind.Divide, Right: Bound.Constant { Value.Kind: ValueKind.Int } divisor } division || AmountOf(division.Left) is null) return;
        var number = other is Bound.Constant { Value.Kind: ValueKind.Int } constant && constant.Value.AsInt is > -1_000_000_000_000 and < 1_000_000_000_000 && divisor.Value.AsInt is > 0 and <= 1000
            ? (constant.Value.AsInt * divisor.Value.AsInt).ToString(CultureInfo.InvariantCulture)
            : $"{Quote(divisor.At)} * {Quote(other.At)}";
        var (amount, sign) = (Quote(division.Left.At), Sign(comparison.Operator));
        warnings.Add(new(comparison.Position, comparison.Length, $"{Dropped} Write {(value.At == comparison.Left ? $"{amount} {sign} {number}" : $"{number} {sign} {amount}")}."));
    }

    // The record of which a value is the amount in smallest units.
    private string? AmountOf(Bound value) => value switch
    {
        Bound.Field field when field.Operand.Type is RecordType record && IsCount(record, field.Declared.Name) => Quote(field.Operand.At),
        Bound.Call { Candidates: [{ Name: "orValue" }], Arguments: [Bound.OptionalSelect select, _] } when RecordOf(select.Operand) is { } record && IsCount(record, select.Name) => Quote(select.Operand.At),
        _ => null,
    };

    private static bool IsCount(RecordType record, string field) => record.Fields.Any(other => other.Counted?.Field == field);
}
