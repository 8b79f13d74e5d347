namespace Hub.Expressions;

/// <summary>What to write for a value that is no text, where a text is made of it.</summary>
internal static class InText
{
    private const int MostFields = 5;

    // Fields by which people know one thing from another, the best first.
    private static readonly string[] Telling = ["number", "name", "title", "text", "value", "id"];

    /// <summary>The form, without braces; null where none is known.</summary>
    /// <param name="source">The value's source.</param>
    /// <param name="type">Its type.</param>
    public static string? Form(string source, CelType type) => type switch
    {
        OptionalType { Inner: var inner } when inner.Kind is ValueKind.List or ValueKind.String || inner.IsNumber || inner.Kind == ValueKind.Bool =>
            Checker.Usual(inner) is var instead && inner.Kind == ValueKind.List ? Form($"{source}.orValue({instead})", inner) : $"{source}.orValue({instead})",
        ListType { Element: { Type.Kind: ValueKind.String, Nullable: false } } => $"{source}.join(\", \")",
        ListType { Element: { Type: RecordType record, Nullable: false } } when FieldOf(record) is { } field => $"{source}.map(x, {(field.Nullable ? $"x.?{field.Name}.orValue(\"\")" : $"x.{field.Name}")}).join(\", \")",
        ListType { Element: { Nullable: false } element } when element.Type.IsDyn || element.Type.IsNumber || element.Type.Kind is ValueKind.Bool or ValueKind.Timestamp or ValueKind.Duration => $"{source}.map(x, string(x)).join(\", \")",
        RecordType record when record.Fields.Any(field => field.Counted is not null) => $"money({source}, \"en\")",
        MapType => $"{source}[\"key\"]",
        _ => null,
    };

    /// <summary>Some fields of a record that can stand in a text, as sources; empty where there is none.</summary>
    public static IEnumerable<string> FieldsOf(string source, RecordType record) =>
        record.Fields.Where(field => field.Type.Kind is ValueKind.String or ValueKind.Int or ValueKind.Double or ValueKind.Bool).Take(MostFields)
            .Select(field => field.Nullable ? $"{source}.?{field.Name}.orValue({Checker.Usual(field.Type)})" : $"{source}.{field.Name}");

    private static RecordField? FieldOf(RecordType record)
    {
        var texts = record.Fields.Where(field => field.Type.Kind == ValueKind.String && field.Counted is null).ToList();
        return Telling.Select(name => texts.Find(field => field.Name == name)).FirstOrDefault(found => found is not null) ?? texts.Find(field => !field.Nullable) ?? texts.FirstOrDefault();
    }
}
