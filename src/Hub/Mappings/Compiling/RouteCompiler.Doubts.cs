using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Functions;
using Hub.Mappings.Inputs;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>Keys that compile and cannot do what they are there for: a key that is never the same, a person whom the event does not bring.</summary>
internal sealed partial class RouteCompiler
{
    // Neither the event nor a find, here or in a route followed, brings a person.
    private bool BringsNobody
    {
        get
        {
            if (isUnknown || draft.Events.Any(type => type.InThread || type.OfCustomer || IsOwn(type))) return false;
            for (var head = draft; head is not null; head = head.Followed)
            {
                if (head.Source.Find is not null) return false;
            }

            return true;
        }
    }

    // What the hub tells of a command comes with the person whom that was for.
    private static bool IsOwn(EventType type) => type.Name.StartsWith(HubConnector.ConnectionName + ".", StringComparison.Ordinal);

    private string EventNames => string.Join(", ", draft.Events.Select(type => type.Name));

    // The moment of the webhook is another for each, so that no key with it is ever there already.
    private void CheckMoment(Formula once)
    {
        if (!once.Expressions.Any(IsMomentItself)) return;
        problems.Add(once.At, "once holds now, which is another for every webhook, so that no key is ever the same twice and everything goes again. Leave it out; for once a day write ${date(now, \"yyyy-MM-dd\", \"Europe/Berlin\", \"en\")}, with the zone that is meant.");
    }

    private bool IsMomentItself(Expression expression) => IsMomentItself(expression.Tree);

    // Whether the moment itself goes into a value, and not only its day, its hour, or how it compares.
    private bool IsMomentItself(Bound node) => node switch
    {
        { Type.Kind: ValueKind.Bool } => false,
        Bound.Slot { Variable.Name: "now" } => true,
        Bound.Slot slot => lets.Exists(let => let.Variable.Name == slot.Variable.Name && let.Formula.Expressions.Any(IsMomentItself)),
        Bound.Call { Candidates: [{ Name: "string" or "int" or "timestamp" or "duration" or CalendarFunctions.Adds }, ..] } call => call.Arguments.Any(IsMomentItself),
        Bound.Binary { Operator: TokenKind.Plus or TokenKind.Minus or TokenKind.Times } reckoned => IsMomentItself(reckoned.Left) || IsMomentItself(reckoned.Right),
        Bound.Conditional branches => IsMomentItself(branches.IfTrue) || IsMomentItself(branches.IfFalse),
        _ => false,
    };

    // A message counts for whom it goes to, which is known then.
    private void CheckCounted(LimitSource limit, LimitPer per, IAction? action)
    {
        if (per is not (LimitPer.Customer or LimitPer.Thread) || action is null or IMessageAction || !BringsNobody) return;
        var way = scope.Find(EventName)?.Type is RecordType record && record.Find("phone") is not null && record.Find("country") is not null ? " Write find: {customer: {phone: \"${phone(event.phone, event.country)}\"}}." : " Write per: route, or a text with ${…}.";
        problems.Warn(limit.Per, $"{EventNames} brings no {limit.Per.Text}, and without one nothing can be counted: the route would be parked every time.{(per == LimitPer.Customer ? way : " Write per: route, or a text with ${…}.")}");
    }

    private void CheckThread(InputMember member, YamlScalar to, Formula? formula)
    {
        if (formula is null || !BringsNobody || formula.Text.Trim() != "${thread}") return;
        var way = draft.Action is IMessageAction action && !Connections.IsTemplateSend(action) ? $"{Address()} with an action that takes a number, or find: and a link to the thread" : Address();
        problems.Warn(to, $"{EventNames} comes in no thread, so that {formula.Text.Trim()} is null in every event. Write {member.Name}: {way}.");
    }

    // One slot for everything: each command takes the place of the one before, whomever it was for.
    private void CheckSlot(SlotPart slot)
    {
        if (slot.Key.Names.SelectMany(Expanded).Any(name => !name.StartsWith(FileVars.Prefix, StringComparison.Ordinal))) return;
        problems.Warn(slot.Key.At, $"The slot is the same for every event and every customer, so that of all that wait only one stays. Write what tells one from another, such as {slot.Key.Text}/${{{(draft.Events.All(type => type.InThread) ? "thread.id" : scope.Find(EventName)?.Type is RecordType record && IdOf(record) is { } id ? $"event.{id}" : "customer.id")}}}.");
    }

    // What the connector would refuse when the command goes, also where it comes through a constant or a branch.
    private void CheckCustomer(IAction action, InputCompiler inputs)
    {
        if (action.Name != HubConnector.SetCustomer) return;
        foreach (var (name, value) in (source.With?.Entries ?? []).Where(entry => entry.Value is YamlScalar { Text.Length: > 0 } scalar && !(scalar.IsPlain && scalar.Text is "null" or "~")).Select(entry => (entry.Name, (YamlScalar)entry.Value)))
        {
            var literals = inputs.Formulas.FirstOrDefault(formula => ReferenceEquals(formula.At, value)) is { } formula ? formula.Literals
                : value.Text.Contains("${", StringComparison.Ordinal) ? [] : [value.Text];
            foreach (var fault in literals.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Select(text => CustomerFault(name, text)).OfType<string>()) problems.Add(value, $"{name}: {fault}");
        }
    }

    private static string? CustomerFault(string name, string text) => name switch
    {
        "language" when !LanguageNames.IsKnown(text) => LanguageNames.Advice(text, "\""),
        "time_zone" when !TimeZones.IsName(text) || !(text.Contains('/', StringComparison.Ordinal) || text == "UTC") => $"\"{text}\" is no time zone. {TimeZones.Advice(text)}",
        "country" when !Countries.IsCode(text) => Countries.Advice(text),
        _ => null,
    };

    // What goes at once holds no place in which another could take it away.
    private void CheckWaiting(IAction? action, RouteParts parts)
    {
        if (action is null || parts.At is not null || source.Has("at") || source.Has("hours")) return;
        if (action.Name == HubConnector.Timer) problems.Warn(source.Do!, "hub.timer does nothing but wait, and without at it is due at once. Write at: ${now + duration(\"15m\")}.");
        else if (parts.Slot is { } slot && !source.Has("limit") && !source.Has("once") && !source.Has("find")) problems.Warn(slot.Key.At, "A slot holds what waits, and without at the command goes at once. Write at: ${now + duration(\"15m\")}, or remove slot.");
    }
}
