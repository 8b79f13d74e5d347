using Hub.Calendars;
using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Functions;
using Hub.Mappings.Inputs;

namespace Hub.Mappings;

/// <summary>Why a followed command did not succeed, as mappings see it (<c>failure</c>).</summary>
/// <param name="Outcome">The outcome reported.</param>
/// <param name="Code">The vendor's code or the hub's reason.</param>
/// <param name="Text">One sentence.</param>
internal sealed record FailureView(
    [property: System.ComponentModel.Description("The outcome reported")] string Outcome,
    [property: System.ComponentModel.Description("The vendor's code or the hub's reason")] string? Code,
    [property: System.ComponentModel.Description("One sentence")] string? Text);

/// <summary>The types of the names that mappings use: the hub's own, and those of events, actions and queries. Made anew for each load.</summary>
internal sealed class MappingTypes
{
    private const string StillMade = "The link is still being made: its id is known when the command that makes it has succeeded.";

    private readonly RecordTypes records = new();

    /// <summary>Makes the types.</summary>
    /// <param name="calendars">The calendars that expressions and <c>hours</c> may name; none where nothing is said.</param>
    /// <param name="state">The state variables that the files declare.</param>
    /// <param name="areCalendarsKnown">Whether these are all calendars; else a name that is not among them is no mistake.</param>
    public MappingTypes(IReadOnlyDictionary<string, Calendar>? calendars = null, IReadOnlyCollection<StateDeclaration>? state = null, bool areCalendarsKnown = true)
    {
        AreCalendarsKnown = areCalendarsKnown;
        Calendars = calendars ?? new Dictionary<string, Calendar>(StringComparer.Ordinal);
        Customer = WithVars("customer", typeof(CustomerView), state, StateOwner.Customer, static view => ((CustomerView)view).Vars);
        Thread = WithVars("thread", typeof(ThreadView), state, StateOwner.Thread, static view => ((ThreadView)view).Vars);
        Failure = records.Of(typeof(FailureView), "failure");
        Linked = new("linked", records.Of(typeof(LinkedView), "linked").Fields.Select(field => field.Name switch
        {
            // An id that is not known yet must not pass for an empty one.
            "id" => field with { Read = static view => view is LinkedView { State: LinkedState.Reserved } ? Value.Error(StillMade) : Value.String(((LinkedView)view).Id) },
            "state" => field with { KnownValues = [LinkedState.Reserved, LinkedState.Live, LinkedState.Ended] },
            _ => field,
        }));
        Functions = HubFunctions.Table(records.Of(typeof(Money), "money")).With(CalendarFunctions.Of(Calendars, areCalendarsKnown));
        Shapes = new(Thread, Customer);
    }

    /// <summary>The calendars by name.</summary>
    public IReadOnlyDictionary<string, Calendar> Calendars { get; }

    /// <summary>Whether a name that is not among them is a mistake.</summary>
    public bool AreCalendarsKnown { get; }

    public RecordType Customer { get; }

    public RecordType Thread { get; }

    public RecordType Linked { get; }

    public RecordType Failure { get; }

    /// <summary>The functions that expressions may call.</summary>
    public FunctionTable Functions { get; }

    /// <summary>What inputs take.</summary>
    public InputShapes Shapes { get; }

    /// <summary>The record of an action's or a query's result.</summary>
    public RecordType Result(Type type) => records.Of(type, "result");

    /// <summary>The record that <c>event</c> is for those types: of several only the fields that all have, of the same type.</summary>
    public RecordType Event(IReadOnlyList<EventType> types)
    {
        var distinct = types.Select(type => type.Data.Type).Distinct().ToList();
        var all = distinct.ConvertAll(type => records.Of(type, "event"));
        if (all is [var only]) return only;
        var fields = all[0].Fields
            .Where(field => all.TrueForAll(record => record.Find(field.Name) is { } other && CelType.Same(other.Type, field.Type)))
            .Select(field => field with { Nullable = all.Exists(record => record.Find(field.Name)!.Nullable), Read = ByType(distinct, all.ConvertAll(record => record.Find(field.Name)!.Read)), ReadPart = null });
        return new("event (what all of on have)", fields);
    }

    // What vars holds is declared in the files, not in a record of .NET.
    private RecordType WithVars(string name, Type view, IReadOnlyCollection<StateDeclaration>? state, StateOwner owner, Func<object, VarsView> varsOf)
    {
        var declared = (state ?? []).Where(variable => variable.Of == owner).OrderBy(variable => variable.Name, StringComparer.Ordinal);
        var vars = new RecordType(name + ".vars", declared.Select(variable =>
            new RecordField(variable.Name, variable.Type, Nullable: true, $"A state variable that the mapping files declare, of type {variable.TypeName}", read => ((VarsView)read).Read(variable))));
        return new(name, records.Of(view, name).Fields.Select(field => field.Name == "vars" ? field with { Type = vars, Read = of => Value.Record(vars, varsOf(of)) } : field));
    }

    private static Func<object, Value> ByType(List<Type> types, List<Func<object, Value>> readers)
    {
        var byType = types.Zip(readers).ToDictionary(pair => pair.First, pair => pair.Second);
        return data => byType[data.GetType()](data);
    }
}

/// <summary>The states of a link as mappings see them.</summary>
internal static class LinkedState
{
    public const string Reserved = "reserved";
    public const string Live = "live";
    public const string Ended = "ended";
}
