using Hub.Expressions;

namespace Hub.Mappings.Inputs;

/// <summary>What to write for an input that is missing, from what the route has at hand.</summary>
internal static class InputAdvice
{
    private const string Linked = "linked";

    /// <summary>A sentence with a space before it; nothing where none is known.</summary>
    /// <param name="member">The input.</param>
    /// <param name="context">Where it is missing.</param>
    public static string For(InputMember member, FormulaContext context) => Value(member, context) is { } value ? $" Write {member.Name}: {value}." : "";

    private static string? Value(InputMember member, FormulaContext context) => member.Shape switch
    {
        RecipientShape when Is("thread", context) => "${thread}",
        RecipientShape when EventOf(context) is { } record && IsText(record, "phone", isNullable: true) && IsText(record, "country", isNullable: true) => "${phone(event.phone, event.country)}",
        RecipientShape or CustomerShape when Is("customer", context) => "${customer}",
        RecipientShape or CustomerShape => "${customer}, and customer != null in if, joined by &&",
        BoolShape => "false, or true",
        TextShape when member.KnownValues is [var first, ..] => $"{first}, or another of {string.Join(", ", member.KnownValues)}",
        TextShape when EventOf(context) is { } record && FieldFor(record, member.Name) is { } field => $"${{event.{field}}}",
        TextShape when Is(Linked, context) && member.Name is "ticket" or "order" => $"${{{Linked}.id}}",
        EnumShape => member.Shape.Wants["one of ".Length..].Split(", ")[0],
        ListShape { Element: TextShape } => "[one, two]",
        _ => null,
    };

    private static bool Is(string name, FormulaContext context) => context.Scope.Find(name) is { } variable && (!variable.Nullable || context.Guards.IsNonNull(name));

    private static RecordType? EventOf(FormulaContext context) => context.Scope.Find("event")?.Type as RecordType;

    private static bool IsText(RecordType record, string field, bool isNullable = false) => record.Find(field) is { Type.Kind: ValueKind.String } found && (isNullable || !found.Nullable);

    // The event's own id stands for what it is about.
    private static string? FieldFor(RecordType record, string name) => new[] { name + "_id", name }.FirstOrDefault(field => IsText(record, field));
}
