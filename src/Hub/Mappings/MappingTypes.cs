using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Functions;
using Hub.Mappings.Inputs;

namespace Hub.Mappings;

/// <summary>Why a followed command did not succeed, as mappings see it (<c>failure</c>).</summary>
/// <param name="Outcome">The outcome reported.</param>
/// <param name="Code">The vendor's code or the hub's reason.</param>
/// <param name="Text">One sentence.</param>
internal sealed record FailureView(string Outcome, string? Code, string? Text);

/// <summary>The types of the names that mappings use: the hub's own, and those of events, actions and queries. Made anew for each load.</summary>
internal sealed class MappingTypes
{
    private const string StillMade = "The link is still being made: its id is known when the command that makes it has succeeded.";

    private readonly RecordTypes records = new();

    public MappingTypes()
    {
        Customer = records.Of(typeof(CustomerView), "customer");
        Thread = records.Of(typeof(ThreadView), "thread");
        Failure = records.Of(typeof(FailureView), "failure");
        Linked = new("linked", records.Of(typeof(LinkedView), "linked").Fields.Select(field => field.Name switch
        {
            // An id that is not known yet must not pass for an empty one.
            "id" => field with { Read = static view => view is LinkedView { State: LinkedState.Reserved } ? Value.Error(StillMade) : Value.String(((LinkedView)view).Id) },
            "state" => field with { KnownValues = [LinkedState.Reserved, LinkedState.Live, LinkedState.Ended] },
            _ => field,
        }));
        Functions = HubFunctions.Table(records.Of(typeof(Money), "money"));
        Shapes = new(Thread, Customer);
    }

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
            .Select(field => field with { Nullable = all.Exists(record => record.Find(field.Name)!.Nullable), Read = ByType(distinct, all.ConvertAll(record => record.Find(field.Name)!.Read)) });
        return new("event (what all of on have)", fields);
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
