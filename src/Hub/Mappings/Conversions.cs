using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>How to write what is no text where a text is wanted.</summary>
internal static class Conversions
{
    private const int MostFields = 5;

    /// <summary>A sentence with a space before it, or nothing where none is known.</summary>
    /// <param name="formula">What gives another type.</param>
    public static string ToText(Formula formula)
    {
        if (formula.Expressions is not [var expression]) return "";
        var (source, type) = (expression.Source.Trim(), expression.Type is OptionalType optional ? optional.Inner : expression.Type);
        var guard = expression.Nullable ? $", and {(source.Contains('.', StringComparison.Ordinal) ? $"has({source})" : $"{source} != null")} in if, joined by &&" : "";
        return type switch
        {
            { Kind: ValueKind.Timestamp } => $" For people write ${{{Dated(source)}}}, with the zone and the language that are meant{guard}; for programs ${{string({source})}}.",
            ListType { Element.Type: RecordType } when InText.Form(source, type) is { } form => $" Write ${{{form}}}.",
            ListType { Element.Type: OptionalType } => " Put ? before each element that may be absent, which leaves it out then.",
            ListType { Element: { Nullable: true, Type: var element } } when ScalarText.IsScalar(element) => $" Leave out what is null: write ${{{source}.filter(x, x != null)}}.",
            ListType { Element.Type.Kind: ValueKind.String } => $" Write {source}.join(\", \"), or name one element by [?0].",
            RecordType record when record.Fields.Any(field => field.Counted is not null) => $" Write money({source}, \"en\"), with the language that is meant{guard}.",
            RecordType record => $" Name one of its fields, such as {string.Join(", ", record.Fields.Where(field => ScalarText.IsScalar(field.Type)).Take(MostFields).Select(field => $"{source}.{field.Name}"))}.",
            MapType => $" Name one of its keys, as {source}[\"key\"].",
            _ => ScalarText.IsScalar(type) && type.Kind != ValueKind.String ? " Write string(…) around it." : "",
        };
    }

    /// <summary>What is said of a moment inside of a text; null for another expression.</summary>
    /// <param name="expression">The expression.</param>
    public static string? OfMoment(Expression expression)
    {
        var moment = expression.Type.Kind == ValueKind.Timestamp ? expression.Tree
            : expression.Tree is Bound.Call { Candidates: [{ Name: "string" }, ..], Arguments: [{ Type.Kind: ValueKind.Timestamp } inner] } ? inner : null;
        return moment is null ? null
            : $"${{{expression.Source}}} is written as 2026-03-01T10:00:00Z. For people write ${{{Dated(expression.Source.Substring(moment.At.Position, moment.At.Length))}}}, with the zone and the language that are meant.";
    }

    private static string Dated(string source) => $"date({source}, \"d MMMM yyyy, HH:mm\", \"Europe/Berlin\", \"en\")";
}
