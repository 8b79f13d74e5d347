using System.Globalization;

namespace Hub.Expressions;

internal sealed partial class Checker
{
    private Bound Comparison(Syntax.Binary binary, Bound left, Bound right)
    {
        var isEqual = binary.Operator == TokenKind.Equal;
        if (!isDynamic)
        {
            if (!Comparable(left.Type, right.Type))
            {
                return Error(binary, $"{Quote(left.At)} is {Article(left.Type.ToString())}, which never equals {Article(right.Type.ToString())}.{Advice(binary, left, right)}");
            }

            Emptiness(binary, left, right);
            Emptiness(binary, right, left);

            NeverNull(binary, left, right);
            NeverNull(binary, right, left);
            OutOfRange(binary, binary.Operator, left, right);
            KnownValue(left, right);
            KnownValue(right, left);
            ComparedDivision(binary, left, right);
            ComparedDivision(binary, right, left);
        }

        var facts = NullFact(left, right) ?? NullFact(right, left);
        var size = SizeFacts(binary.Operator, left, right);
        return new Bound.Binary(binary.Operator, left, right, binary, Typed(CelType.Bool))
        {
            WhenTrue = isEqual ? ValueFact(left, right).And(size.True) : (facts ?? Guards.None).And(size.True),
            WhenFalse = isEqual ? (facts ?? Guards.None).And(size.False) : ValueFact(left, right).And(size.False),
        };
    }

    private static bool Comparable(CelType left, CelType right) =>
        left.Kind == ValueKind.Null || right.Kind == ValueKind.Null || (left.IsNumber && right.IsNumber)
        || CelType.Fits(left, right) || CelType.Fits(right, left)
        || (left.Kind == right.Kind && left.Kind is ValueKind.List or ValueKind.Map);

    // What to write where two types do not go together.
    private string Advice(Syntax.Binary binary, Bound left, Bound right)
    {
        if (left.Type is OptionalType optional) return $" Write {Quote(left.At)}.orValue({Usual(optional.Inner)}).";
        if (right.Type is OptionalType another) return $" Write {Quote(right.At)}.orValue({Usual(another.Inner)}).";
        if (Counted(left, right) is { } one1) return $" Write {one1.Number} {Sign(binary.Operator)} {one1.Other}, {one1.Unit}.";
        if (Counted(right, left) is { } one2) return $" Write {one2.Other} {Sign(binary.Operator)} {one2.Number}, {one2.Unit}.";
        foreach (var (one, other) in new[] { (left, right), (right, left) })
        {
            if (NumberOfName(one, other) is { } number) return number;
            if (one.Type is RecordType record) return $" Name one of its fields: {string.Join(", ", record.Fields.Select(field => $"{Quote(one.At)}.{field.Name}"))}.";
            if (one.Type is ListType list && CelType.Fits(other.Type, list.Element.Type)) return $" Write {(binary.Operator == TokenKind.Unequal ? $"!({Quote(other.At)} in {Quote(one.At)})" : $"{Quote(other.At)} in {Quote(one.At)}")}.";
            if (one.Type.Kind == ValueKind.Timestamp && other.Type.Kind == ValueKind.String) return ByHour(binary, one, other) ?? $" Write {Moment(other)}, with day, time and zone.";
            if (one.Type.Kind == ValueKind.Duration && (other.Type.Kind == ValueKind.String || other.Type.IsNumber)) return $" Write {Span(other)}.";
            if (one is Bound.Constant { Value.Kind: ValueKind.String } digits && other.Type.IsNumber && IsNumber(digits.Value.AsString)) return $" Write {digits.Value.AsString} without quotes.";
            if (Numbered(binary, one, other) is { } counted) return counted;
            if (one.Type.Kind == ValueKind.String && other.Type.IsNumber) return other is Bound.Constant ? $" Write it as text: \"{Quote(other.At)}\"." : $" Write string({Quote(other.At)}).";
            if (one.Type.Kind == ValueKind.Bool && other is Bound.Constant { Value.Kind: ValueKind.String }) return " Write true or false without quotes.";
        }

        return "";
    }

    private string Moment(Bound given) => given is Bound.Constant constant && Moments.ParseTimestamp(constant.Value.AsString).IsError
        ? $"timestamp(\"{Moments.OfDay(constant.Value.AsString) ?? "2026-01-31T09:00:00Z"}\")"
        : $"timestamp({Quote(given.At)})";

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    // A number that is kept as text, or a record that holds one: what can be compared in its place, and with what.
    private (string Number, string Other, string Unit)? Counted(Bound bound, Bound other)
    {
        if (NumberOf(bound) is not var (number, counted)) return null;
        if (NumberOf(other) is var (otherNumber, _)) return (number, otherNumber, counted.Unit);
        if (other is not Bound.Constant || !decimal.TryParse(Quote(other.At).Trim('"', '\''), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || Math.Abs(amount) > 1e12m)
        {
            return other.Type.IsNumber ? (number, Quote(other.At), counted.Unit) : null;
        }

        return (number, decimal.Truncate(amount * counted.Units).ToString("0", CultureInfo.InvariantCulture), counted.Unit);
    }

    private (string Number, CountedBy Counted)? NumberOf(Bound bound) => bound switch
    {
        Bound.Field { Declared.Counted: { } counted } field => ($"{Quote(field.Operand.At)}.{counted.Field}", counted),
        { Type: RecordType record } when record.Fields.Select(field => field.Counted).FirstOrDefault(found => found is not null) is { } counted => ($"{Quote(bound.At)}.{counted.Field}", counted),
        _ => null,
    };

    // An absent text is null, and null is not "".
    private void Emptiness(Syntax.Binary binary, Bound value, Bound literal)
    {
        if (!value.Use.Nullable || literal is not Bound.Constant { Value.Kind: ValueKind.String } constant || constant.Value.AsString.Length > 0) return;
        var sign = Sign(binary.Operator);
        var form = value is Bound.Field field
            ? $"{Quote(field.Operand.At)}.?{field.Declared.Name}.orValue(\"\") {sign} \"\""
            : binary.Operator == TokenKind.Equal ? $"({Quote(value.At)} == null || {Quote(value.At)} == \"\")" : $"({Quote(value.At)} != null && {Quote(value.At)} != \"\")";
        warnings.Add(new(binary.Position, binary.Length, $"{Quote(value.At)} may be absent, and what is absent is not \"\": this is {(binary.Operator == TokenKind.Equal ? "false" : "true")} then. Write {form}."));
    }

    // "9" is more than "100" as text.
    private void ByLetters(Syntax.Binary binary, Bound value, Bound literal)
    {
        if (value.Type.Kind != ValueKind.String || value is Bound.Constant || literal is not Bound.Constant { Value.Kind: ValueKind.String } constant || !IsNumber(constant.Value.AsString)) return;
        if (ByMoment(binary, value, constant.Value.AsString) is { } moments)
        {
            warnings.Add(new(binary.Position, binary.Length, $"date gives a text for people, and texts are compared letter by letter. Write {moments}."));
            return;
        }

        if (value is Bound.Call { Candidates: [{ Name: "date" }, ..] }) return;
        warnings.Add(new(binary.Position, binary.Length, $"Texts are compared letter by letter: \"9\" is more than \"100\". For numbers write {(value.At == binary.Left ? $"double({Quote(value.At)}) {Sign(binary.Operator)} {constant.Value.AsString}" : $"{constant.Value.AsString} {Sign(binary.Operator)} double({Quote(value.At)})")}."));
    }

    private void NeverNull(Syntax.Binary binary, Bound value, Bound nothing)
    {
        if (nothing is Bound.Constant { Value.IsNull: true } && !value.Use.Nullable && !value.Type.IsDyn && value.Type is not OptionalType && !known.IsOpen)
        {
            warnings.Add(new(value.At.Position, value.At.Length, value.Path is not null && known.IsNonNull(value.Path)
                ? $"{Quote(value.At)} is never null here: what stands before it asks that already. Leave it out."
                : $"{Quote(value.At)} is never null, so that this is {(binary.Operator == TokenKind.Equal ? "never" : "always")} true. {InPlaceOfNull(value, Sign(binary.Operator))}"));
        }
        else if (nothing is Bound.Constant { Value.IsNull: true } && value.Type is OptionalType)
        {
            Error(value.At, $"{Quote(value.At)} is an optional, which is never null; write {Quote(value.At)}.hasValue().");
        }
    }

    private string InPlaceOfNull(Bound value, string sign) => value.Type.Kind switch
    {
        ValueKind.String => $"Write {Quote(value.At)} {sign} \"\" for {(sign == "==" ? "an empty text" : "a text that is not empty")}, or leave it out.",
        ValueKind.List or ValueKind.Map => $"Write size({Quote(value.At)}) {sign} 0 for {(sign == "==" ? "an empty one" : "one that is not empty")}, or leave it out.",
        _ => "Leave it out.",
    };

    // p != null: p is not null.
    private static Guards? NullFact(Bound value, Bound nothing) =>
        nothing is Bound.Constant { Value.IsNull: true } && value.Path is not null ? Guards.NonNull(value.Path) : null;

    // p == "x": p is not null.
    private static Guards ValueFact(Bound left, Bound right)
    {
        var facts = Guards.None;
        if (left.Path is not null && !right.Use.Nullable && !right.Type.IsDyn) facts = facts.And(Guards.NonNull(left.Path));
        if (right.Path is not null && !left.Use.Nullable && !left.Type.IsDyn) facts = facts.And(Guards.NonNull(right.Path));
        return facts;
    }

    private Bound Membership(Syntax.Binary binary, Bound left, Bound right)
    {
        if (!isDynamic)
        {
            if (Required(right, "in") is { } failure) return failure;
            var inside = right.Type switch
            {
                ListType list => list.Element.Type,
                MapType map => map.Key,
                { IsDyn: true } => CelType.Dyn,
                _ => null,
            };
            if (inside is null)
            {
                return Error(binary.Right, $"After in comes a list or a map; {Quote(binary.Right)} is {Article(right.Type.ToString())}.{InText(left, right)}");
            }

            if (!Comparable(left.Type, inside))
            {
                return Error(binary, $"{Article(left.Type.ToString())} is never in {Article(right.Type.ToString())}.{Converted(left, inside)}");
            }

            if (right is Bound.List list2)
            {
                foreach (var element in list2.Elements)
                {
                    KnownValue(left, element);
                    OutOfRange(element.At, TokenKind.Equal, left, element);
                }
            }
        }

        var cannotBeNull = right.Type is ListType { Element.Nullable: false } or MapType;
        return new Bound.Binary(TokenKind.In, left, right, binary, Typed(CelType.Bool))
        {
            WhenTrue = left.Path is not null && cannotBeNull ? Guards.NonNull(left.Path) : Guards.None,
        };
    }

    // Elsewhere a in b asks whether a text is part of another.
    private string InText(Bound left, Bound right) => right switch
    {
        Bound.Constant { Value.Kind: ValueKind.String } words => $" Write {Quote(left.At)} in [{string.Join(", ", words.Value.AsString.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\""))}].",
        { Type.Kind: ValueKind.String } when left.Type.Kind == ValueKind.String => $" Write {Quote(right.At)}.contains({Quote(left.At)}).",
        _ => "",
    };

    // A value in the type of what it is looked for among.
    private string Converted(Bound value, CelType wanted) => (value, wanted) switch
    {
        (Bound.Constant { Value.Kind: ValueKind.String } digits, { IsNumber: true }) when IsNumber(digits.Value.AsString) => $" Write {digits.Value.AsString} without quotes.",
        (Bound.Constant { Type.IsNumber: true }, { Kind: ValueKind.String }) => $" Write it as text: \"{Quote(value.At)}\".",
        ({ Type.IsNumber: true }, { Kind: ValueKind.String }) => $" Write string({Quote(value.At)}).",
        (Bound.Constant { Value.Kind: ValueKind.String }, { IsNumber: true }) => " Write digits without quotes.",
        ({ Type.Kind: ValueKind.String }, { Kind: ValueKind.Int }) => $" Write int({Quote(value.At)}).",
        ({ Type.Kind: ValueKind.String }, { Kind: ValueKind.Double }) => $" Write double({Quote(value.At)}).",
        ({ Type.IsNumber: true }, { Kind: ValueKind.Double or ValueKind.Int or ValueKind.Uint }) => $" Write {wanted}({Quote(value.At)}).",
        ({ Type.Kind: ValueKind.Bool or ValueKind.Timestamp or ValueKind.Duration }, { Kind: ValueKind.String }) => $" Write string({Quote(value.At)}).",
        ({ Type: ListType { Element.Type.Kind: ValueKind.String } }, { Kind: ValueKind.String }) => $" Write {Quote(value.At)}.join(\", \").",
        ({ Type: OptionalType optional }, _) => $" Write {Quote(value.At)}.orValue({Usual(optional.Inner)}).",
        _ => "",
    };

    // An amount that may be absent is compared by its number: both are told at once.
    private Bound.Failure? AbsentAmount(Syntax.Binary binary, Bound left, Bound right)
    {
        foreach (var (one, other) in new[] { (left, right), (right, left) })
        {
            if (one is not Bound.Field { Use.Nullable: true, Type: RecordType } || other.Use.Nullable || Counted(one, other) is not { } counted) continue;
            var (sign, amount) = (Sign(binary.Operator), Quote(one.At));
            var comparison = one == left ? $"{counted.Number} {sign} {counted.Other}" : $"{counted.Other} {sign} {counted.Number}";
            return Error(one.At, $"{sign} does not take null, and {amount} may be null. Write has({amount}) && {comparison}, {counted.Unit}.");
        }

        return null;
    }

    private Bound Order(Syntax.Binary binary, Bound left, Bound right)
    {
        var sign = Sign(binary.Operator);
        if (!isDynamic)
        {
            if (AbsentAmount(binary, left, right) is { } absent) return absent;
            if ((Required(left, sign) ?? Required(right, sign)) is { } failure) return failure;
            var ordered = left.Type.IsDyn || right.Type.IsDyn || (left.Type.IsNumber && right.Type.IsNumber)
                || (left.Type.Kind == right.Type.Kind && left.Type.Kind is ValueKind.Bool or ValueKind.String or ValueKind.Bytes or ValueKind.Timestamp or ValueKind.Duration);
            if (!ordered)
            {
                return Error(binary, $"{sign} does not compare {Article(left.Type.ToString())} with {Article(right.Type.ToString())}.{Advice(binary, left, right)}");
            }

            if (left.Type.Kind == ValueKind.String && (NumberOf(left) ?? NumberOf(right)) is not null)
            {
                return Error(binary, $"An amount is kept as text, and {sign} compares texts letter by letter.{Advice(binary, left, right)}");
            }

            ByLetters(binary, left, right);
            ByLetters(binary, right, left);
            ComparedDivision(binary, left, right);
            ComparedDivision(binary, right, left);
            OutOfRange(binary, binary.Operator, left, right);
        }

        var size = SizeFacts(binary.Operator, left, right);
        return new Bound.Binary(binary.Operator, left, right, binary, Typed(CelType.Bool)) { WhenTrue = size.True, WhenFalse = size.False };
    }

    // What size(list) > 2, 2 < list.size() or i < size(list) say of the list.
    private static (Guards True, Guards False) SizeFacts(TokenKind operation, Bound left, Bound right)
    {
        if (Sized(left) is null && Sized(right) is not null)
        {
            (left, right) = (right, left);
            operation = operation switch
            {
                TokenKind.Less => TokenKind.Greater,
                TokenKind.LessOrEqual => TokenKind.GreaterOrEqual,
                TokenKind.Greater => TokenKind.Less,
                TokenKind.GreaterOrEqual => TokenKind.LessOrEqual,
                _ => operation,
            };
        }

        if (Sized(left) is not { } path) return (Guards.None, Guards.None);
        if (right is not Bound.Constant { Value.Kind: ValueKind.Int } constant)
        {
            return operation == TokenKind.Greater && right.Path is not null ? (Guards.Inside(path, right.Path), Guards.None) : (Guards.None, Guards.None);
        }

        var number = constant.Value.AsInt;
        return operation switch
        {
            TokenKind.Greater => (Guards.Size(path, number + 1), Guards.None),
            TokenKind.GreaterOrEqual => (Guards.Size(path, number), Guards.None),
            TokenKind.Less => (Guards.None, Guards.Size(path, number)),
            TokenKind.LessOrEqual => (Guards.None, Guards.Size(path, number + 1)),
            TokenKind.Equal => (Guards.Size(path, number), number == 0 ? Guards.Size(path, 1) : Guards.None),
            TokenKind.Unequal => (number == 0 ? Guards.Size(path, 1) : Guards.None, Guards.Size(path, number)),
            _ => (Guards.None, Guards.None),
        };
    }

    private static string? Sized(Bound bound) => bound is Bound.Call { Candidates: [{ Name: "size" }, ..] } call ? call.Arguments[0].Path : null;
}
