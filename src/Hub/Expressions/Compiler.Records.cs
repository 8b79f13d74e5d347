namespace Hub.Expressions;

internal static partial class Compiler
{
    // A node that gives a record or an optional of one, as the object behind it: no record is made where only a field of it is read.
    // Null for a node that cannot. What it gives may still be a record, null, nothing or an error.
    private static Evaluation? Bare(Bound node) => node switch
    {
        Bound.Field { Declared.ReadPart: { } read } field => BareField(field, read),
        Bound.OptionalSelect select when Owner(select.Operand)?.Find(select.Name)?.ReadPart is { } read => BareOptional(select, read),
        _ => null,
    };

    private static RecordType? Owner(Bound operand) => (operand.Type is OptionalType optional ? optional.Inner : operand.Type) as RecordType;

    private static object? ObjectOf(in Value value, CelType owner) =>
        value.Kind == Access.Bare ? value.Reference : value.Kind == ValueKind.Record && value.AsRecord is ObjectRecord record && ReferenceEquals(record.Type, owner) ? record.Instance : null;

    private static Value Found(object? part, in Value otherwise) => part is null ? otherwise : new(Access.Bare, part);

    private static Evaluation BareField(Bound.Field node, Func<object, object?> read)
    {
        var operand = Bare(node.Operand) ?? Compile(node.Operand);
        var (owner, name, at) = (node.Operand.Type, node.Declared.Name, node.At);
        return frame =>
        {
            var value = operand(frame);
            return ObjectOf(value, owner) is { } instance ? Found(read(instance), Value.Null) : Access.Select(value, name).At(at.Position, at.Length);
        };
    }

    private static Evaluation BareOptional(Bound.OptionalSelect node, Func<object, object?> read)
    {
        var operand = Bare(node.Operand) ?? Opened(node.Operand) ?? Compile(node.Operand);
        var (owner, name, at) = (Owner(node.Operand)!, node.Name, node.At);
        var throughNull = PassesNull(node);
        return frame =>
        {
            var value = operand(frame);
            if (value.Kind == Access.Nothing) return value;
            return ObjectOf(value, owner) is { } instance ? Found(read(instance), Access.None) : Access.Open(value, name, throughNull).At(at.Position, at.Length);
        };
    }

    private static Evaluation Field(Bound.Field node)
    {
        var operand = Bare(node.Operand) ?? Compile(node.Operand);
        var owner = node.Operand.Type;
        var (field, at) = (node.Declared, node.At);
        return frame =>
        {
            var value = operand(frame);
            if (value.Kind == Access.Bare) return field.Read(value.Reference!);
            if (value.Kind == ValueKind.Record && value.AsRecord is var record && ReferenceEquals(record.Type, owner)) return record.Get(field);
            return Access.Select(value, field.Name).At(at.Position, at.Length);
        };
    }

    private static Evaluation Has(Bound.Has node)
    {
        var bare = node is { Name: not null, Operand: Bound.Field } ? Bare(node.Operand) : null;
        var operand = bare ?? Compile(node.Operand);
        var (name, at) = (node.Name, node.At);
        if (name is null) return frame => operand(frame) is var value && value.IsError ? value : Value.Bool(!value.IsNull);
        var field = bare is null ? null : Owner(node.Operand)!.Find(name);
        return frame =>
        {
            var value = operand(frame);
            if (value.Kind != Access.Bare) return Access.Has(value, name).At(at.Position, at.Length);
            return field!.Read(value.Reference!) is var found && found.IsError ? found : Value.Bool(!found.IsNull);
        };
    }
}
