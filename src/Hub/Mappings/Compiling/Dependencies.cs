using Hub.Expressions;
using Hub.Mappings.Functions;

namespace Hub.Mappings.Compiling;

/// <summary>What a route's expressions read beside the event: the calendars and the declarations of state variables.</summary>
internal sealed class Dependencies
{
    private readonly HashSet<string> calendars = new(StringComparer.Ordinal);
    private readonly HashSet<string> state = new(StringComparer.Ordinal);
    private readonly MappingTypes types;

    private Dependencies(MappingTypes types) => this.types = types;

    /// <summary>What these expressions and keys lead to.</summary>
    /// <param name="expressions">All expressions of the route.</param>
    /// <param name="parts">Its other keys.</param>
    /// <param name="types">What calendars and variables there are.</param>
    public static (IReadOnlyList<string> Calendars, IReadOnlyList<string> State) Of(IEnumerable<Expression> expressions, RouteParts parts, MappingTypes types)
    {
        var found = new Dependencies(types);
        foreach (var expression in expressions) found.Read(expression.Tree, isNamed: false);
        if (parts.Hours is { } hours) found.calendars.Add(hours);
        found.state.UnionWith(parts.Set.Select(set => set.Variable.Name));
        return ([.. found.calendars.Order(StringComparer.Ordinal)], [.. found.state.Order(StringComparer.Ordinal)]);
    }

    // Who has the variables of somebody as a whole may read any of them; who selects one by its name reads that one.
    private void Read(Bound node, bool isNamed)
    {
        if (!isNamed && VarsOf(node) is { } all) state.UnionWith(all.Fields.Select(field => field.Name));
        var (of, name) = node switch
        {
            Bound.Field field => (field.Operand, field.Declared.Name),
            Bound.OptionalSelect select => (select.Operand, select.Name),
            Bound.Has { Name: { } asked } has => (has.Operand, asked),
            _ => (null, ""),
        };
        if (of is not null && VarsOf(of) is not null) state.Add(name);
        if (node is Bound.Call { Candidates: [{ Name: CalendarFunctions.Asks or CalendarFunctions.Adds }, ..], Arguments: [var calendar, ..] }) calendars.UnionWith(CalendarsIn(calendar));
        foreach (var part in Observing.PartsOf(node)) Read(part, isNamed: ReferenceEquals(part, of));
    }

    private IEnumerable<string> CalendarsIn(Bound name) => name switch
    {
        Bound.Constant { Value.Kind: ValueKind.String } constant => [constant.Value.AsString],
        Bound.Slot { Variable: { Literals: [var only] } variable } when variable.Name.StartsWith(FileVars.Prefix, StringComparison.Ordinal) => [only],
        _ => types.Calendars.Keys,
    };

    private RecordType? VarsOf(Bound node)
    {
        var type = node.Type is OptionalType optional ? optional.Inner : node.Type;
        return type is RecordType record && (ReferenceEquals(record, types.CustomerVars) || ReferenceEquals(record, types.ThreadVars)) ? record : null;
    }
}
