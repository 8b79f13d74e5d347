namespace Hub.Expressions;

/// <content>Fields: of records, of maps, through optionals, and of names with a dot.</content>
internal sealed partial class Checker
{
    private bool IsFamily(Syntax operand, out string prefix)
    {
        prefix = scope.HasDotted ? Dotted(operand) ?? "" : "";
        if (prefix.Length == 0 || scope.Find(prefix) is not null) return false;
        var start = prefix + ".";
        return scope.Variables.Any(variable => variable.Name.StartsWith(start, StringComparison.Ordinal));
    }

    private Bound Selection(Syntax.Select select)
    {
        if (!select.IsQuoted && DottedVariable(select.Operand, select.Field) is { } variable)
        {
            return select.IsOptional ? Optional(Slot(variable, select), select) : Slot(variable, select);
        }

        if (IsFamily(select.Operand, out var family) && !isDynamic)
        {
            var full = $"{family}.{select.Field}";
            if (!scope.Variables.Any(other => other.Name.StartsWith(full + ".", StringComparison.Ordinal)))
            {
                return Error(select, select.FieldPosition, select.Field.Length, $"There is no {full} here.{Suggestion.For(full, scope.Variables.Select(other => other.Name))}");
            }
        }

        if (TypeNames.TryGetValue(Dotted(select) ?? "", out var type) && !select.IsOptional)
        {
            return new Bound.Constant(Value.Type(type), select, Typed(CelType.Type));
        }

        var operand = Bind(select.Operand);
        if (operand is Bound.Failure && !isDynamic) return operand;
        return select.IsOptional ? OptionalSelection(operand, select) : PlainSelection(operand, select);
    }

    private Bound PlainSelection(Bound operand, Syntax.Select select)
    {
        var path = operand.Path is null ? null : $"{operand.Path}.{select.Field}";
        switch (operand.Type)
        {
            case OptionalType:
                return OptionalSelection(operand, select);
            case RecordType record:
                if (Declared(record, select) is not { } field) return UnknownField(record, select);
                if (Nullable(operand, select, field) is { } failure) return failure;
                return Narrow(new Bound.Field(operand, field, select, Typed(field.Type, field.Nullable)) { Path = path });
            case MapType map:
                if (Nullable(operand, select, null) is { } refusal) return refusal;
                return Narrow(new Bound.Select(operand, select.Field, select, map.Element) { Path = path });
            case { IsDyn: true }:
                return new Bound.Select(operand, select.Field, select, TypeUse.Dyn) { Path = path };
            default:
                return NoFields(select, operand.Type);
        }
    }

    private Bound.Failure NoFields(Syntax.Select select, CelType type) => Error(
        select, select.FieldPosition, select.Field.Length, $"{Quote(select.Operand)} is {Article(type.ToString())}, which has no fields.{(Bracketless(select, type) is { } form ? " " + form : "")}");

    // A function without its brackets, or what stands for a field of another language.
    private string? Bracketless(Syntax.Select select, CelType type)
    {
        var target = Quote(select.Operand);
        if ((OtherLanguages.Field(target, type, select.Field) ?? OtherLanguages.Method(target, type, select.Field, [])) is { } form) return form;
        var function = (scope.Functions.Receivers(select.Field) ?? []).FirstOrDefault(candidate => CelType.Fits(type, candidate.Parameters[0].Type));
        return function is null ? null : function.Parameters.Count == 1 ? $"Write {target}.{select.Field}()." : $"It is a function: {function}.";
    }

    private static RecordField? Declared(RecordType record, Syntax.Select select) => record.Find(select.Field);

    private Bound.Failure UnknownField(RecordType record, Syntax.Select select) =>
        Error(select, select.FieldPosition, select.Field.Length, $"{record.Name} has no field {select.Field}.{(Suggestion.For(select.Field, record.Fields.Select(field => field.Name)) is { Length: > 0 } near ? near : record.Fields.Count == 0 ? " It has none." : $" Its fields are {string.Join(", ", record.Fields.Select(field => field.Name))}.")}");

    private Bound.Failure? Nullable(Bound operand, Syntax.Select select, RecordField? field) => !operand.Use.Nullable ? null : Error(
        select,
        $"{Quote(operand.At)} may be null. Guard it with {(operand is Bound.Field ? $"has({Quote(operand.At)})" : $"{Quote(operand.At)} != null")} &&, or write {Quote(operand.At)}.?{Defaulted(select.Field, field)}.");

    // A number is wanted where something is compared; a text of it is for people.
    private string Defaulted(string name, RecordField? field) =>
        isCondition && field?.Counted is { } counted ? $"{counted.Field}.orValue(0), {counted.Unit}" : $"{name}.orValue({(field is null ? "…" : Usual(field.Type))})";

    private Bound OptionalSelection(Bound operand, Syntax.Select select)
    {
        var inner = operand.Type is OptionalType optional ? optional.Inner : operand.Type;
        switch (inner)
        {
            case RecordType record:
                if (Declared(record, select) is not { } field) return UnknownField(record, select);
                return new Bound.OptionalSelect(operand, select.Field, select, Typed(CelType.OptionalOf(field.Type)));
            case MapType map:
                return new Bound.OptionalSelect(operand, select.Field, select, Typed(CelType.OptionalOf(map.Element.Type))) { DropsNull = map.Element.Nullable };
            case { IsDyn: true }:
                return new Bound.OptionalSelect(operand, select.Field, select, Typed(CelType.OptionalOf(CelType.Dyn)));
            default:
                return NoFields(select, operand.Type);
        }
    }

    private Bound.NonNull Optional(Bound value, Syntax at) => new(value, at, Typed(CelType.OptionalOf(value.Type)));
}
