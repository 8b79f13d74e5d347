using System.Text;
using Hub.Connectors;
using Hub.Mappings.Inputs;

namespace Hub.Mappings.Reference;

/// <summary>Mapping files that show an action, a query, an event or an outcome, made from what it takes.</summary>
/// <param name="model">What there is.</param>
internal sealed class GeneratedExamples(ReferenceModel model)
{
    private const string AnyText = "\"1001\"";

    private readonly EventType inThread = model.Events.FirstOrDefault(type => type.InThread) ?? model.Events.First();
    private readonly IAction anyAction = model.Actions.FirstOrDefault(action => !Compiling.Connections.IsTemplateSend(action)) ?? model.Actions.First();
    private readonly IAction anyMessage = model.Actions.FirstOrDefault(action => action is IMessageAction && !Compiling.Connections.IsTemplateSend(action)) ?? model.Actions.First();

    /// <summary>A route that runs on an event.</summary>
    public string OfEvent(EventType type)
    {
        var route = Route("example", type, anyAction, "", type.InThread);
        return $"routes:\n{(FieldOf(type) is { } field ? route.Replace(AnyText, $"${{{field.Expression}}}", StringComparison.Ordinal) : route)}";
    }

    /// <summary>A route that does an action.</summary>
    public string OfAction(IAction action) => $"routes:\n{Route("example", inThread, action, "", isInThread: true)}";

    /// <summary>A route that asks a query.</summary>
    public string OfQuery(IQuery query)
    {
        var read = new StringBuilder("    read:\n      found:\n").Append($"        query: {query.Name}\n");
        var input = InputOf(query.Input.Type, 10, isInThread: true);
        if (input.Length > 0) read.Append("        with:\n").Append(input);
        return $"routes:\n{Route("example", inThread, anyAction, $"{read}    when: type(read.found) != null_type\n", isInThread: true)}";
    }

    /// <summary>A route that waits for an outcome.</summary>
    public string OfOutcome(string outcome) =>
        $"routes:\n{Route("answer", inThread, anyMessage, "", isInThread: true)}  - id: then\n    after: answer\n    outcome: [{outcome}]\n    do: {anyAction.Name}\n{With(anyAction, isInThread: true)}";

    private string Route(string id, EventType on, IAction action, string keys, bool isInThread)
    {
        var find = isInThread || !NeedsPerson(action) ? "" : "    if: customer != null\n";
        var age = Compiling.Connections.IsTemplateSend(action) ? "    max_age: 24h\n" : "";
        return $"  - id: {id}\n    on: {on.Name}\n{find}{age}{keys}    do: {action.Name}\n{With(action, isInThread)}";
    }

    // An id tells most; a field that may be absent needs a word more than an example has.
    private ReferenceField? FieldOf(EventType type)
    {
        var texts = model.FieldsOf(type).Where(field => field is { IsNullable: false, Type: "string" } && !field.Path.Contains('.', StringComparison.Ordinal) && !field.Expression.Contains('?', StringComparison.Ordinal)).ToList();
        return texts.Find(field => field.Path == "id") ?? texts.Find(field => field.Path.EndsWith("_id", StringComparison.Ordinal)) ?? texts.FirstOrDefault();
    }

    private bool NeedsPerson(IAction action) => model.MembersOf(action.Input.Type).Any(member => member.IsRequired && member.Shape is CustomerShape);

    private string With(IAction action, bool isInThread)
    {
        var input = InputOf(action.Input.Type, 6, isInThread);
        return input.Length == 0 ? "" : "    with:\n" + input;
    }

    private string InputOf(Type type, int indent, bool isInThread)
    {
        var members = model.MembersOf(type);
        var chosen = model.AlternativesOf(type).Select(group => group[0]).ToHashSet();
        return string.Concat(members.Where(member => member.IsRequired || chosen.Contains(member)).Select(member => $"{new string(' ', indent)}{member.Name}: {Value(member.Name, member.Shape, member.KnownValues, isInThread)}\n"));
    }

    private static string Value(string name, InputShape shape, IReadOnlyList<string>? known, bool isInThread) => shape switch
    {
        RecipientShape => isInThread ? "${thread}" : "\"+61491570006\"",
        CustomerShape => "${customer}",
        TextShape when known is [var first, ..] => first,
        TextShape when name == "language" => "en",
        TextShape when name is "text" or "subject" or "title" or "body" => "Thank you",
        TextShape when name == "tags" => "seen",
        TextShape => AnyText,
        BoolShape => "true",
        WholeNumberShape or NumberShape => "1",
        TimestampShape => "2026-03-01T10:00:00Z",
        DurationShape => "24h",
        EnumShape => shape.Wants["one of ".Length..].Split(", ")[0],
        ListShape list => $"[{Value(name, list.Element, known, isInThread)}]",
        MapShape map => $"{{name: {Value(name, map.Element, known, isInThread)}}}",
        EitherShape either => $"[{Value(name, either.List.Element, known, isInThread)}]",
        RecordShape record => Record(record, isInThread),
        _ => "anything",
    };

    private static string Record(RecordShape record, bool isInThread)
    {
        var members = record.Construction.Members;
        var shown = members.Any(member => member.IsRequired) ? members.Where(member => member.IsRequired) : members.Take(1);
        return $"{{{string.Join(", ", shown.Select(member => $"{member.Name}: {Quoted(Value(member.Name, member.Shape, member.KnownValues, isInThread))}"))}}}";
    }

    // In flow style an expression stands in quotes.
    private static string Quoted(string value) => value.StartsWith("${", StringComparison.Ordinal) ? $"\"{value}\"" : value;
}
